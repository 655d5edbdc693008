import { useQueryClient } from '@tanstack/react-query'
import type { LinkValue } from './link-choice'
import { keys } from '@/api/keys'
import { ApiError } from '@/api/problem'
import { changeVariables, type VariableWrite } from '@/api/variables/change-variables'
import { listVariables } from '@/api/variables/list-variables'
import type { Variable } from '@/api/variables/variable'
import { useHistory } from '@/lib/history'

export function linkOf({ linked_service_id: target, link_type: type }: Variable): LinkValue | null {
  return target === null ? null : { target, type: type ?? 'internal_url' }
}

/** The write that makes a variable what it is here. */
export function writeOf(variable: Variable, isNew: boolean): VariableWrite {
  const link = linkOf(variable)
  if (link) return { kind: 'link', key: variable.key, ...link, isNew }
  return isNew
    ? { kind: 'add', key: variable.key, value: variable.value ?? '', is_secret: false }
    : { kind: 'change', key: variable.key, value: variable.value ?? '', is_secret: variable.is_secret }
}

/** Remembers a change so that it can be taken back, while the variable still is what it was made. Secrets are not remembered. */
export function useRecordVariable(serviceId: string) {
  const cache = useQueryClient()
  const record = useHistory((state) => state.record)
  return (label: string, was: Variable | null, is: Variable | null, redo: VariableWrite, undo: VariableWrite) => {
    if (was?.is_secret || is?.is_secret) return
    const to = async (expected: Variable | null, write: VariableWrite) => {
      const { items, etag } = await listVariables(serviceId)
      const now = items.find(({ key }) => key === (is ?? was)?.key) ?? null
      if (!isSame(now, expected)) throw new ApiError(412, 'Changed meanwhile', `Somebody else changed ${(is ?? was)?.key ?? 'it'} since. It stays as it is.`, { code: 'stale' })
      await changeVariables(serviceId, write, etag)
      await Promise.all([cache.invalidateQueries({ queryKey: keys.variables(serviceId) }), cache.invalidateQueries({ queryKey: keys.projects })])
    }
    record({ label, undo: () => to(is, undo), redo: () => to(was, redo) })
  }
}

function isSame(a: Variable | null, b: Variable | null): boolean {
  if (a === null || b === null) return a === b
  if (a.is_secret !== b.is_secret) return false
  const [one, other] = [linkOf(a), linkOf(b)]
  return one || other ? one?.target === other?.target && one?.type === other?.type : a.value === b.value
}
