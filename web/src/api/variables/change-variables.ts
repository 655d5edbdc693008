import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'
import type { LinkType } from '../links/link'

export type VariableWrite =
  | { kind: 'add'; key: string; value: string; is_secret: boolean }
  | { kind: 'link'; key: string; target: string; type: LinkType; isNew: boolean }
  | { kind: 'change'; key: string; value?: string; is_secret?: boolean }
  | { kind: 'delete'; key: string }
  /** A null keeps the value that is there; what is not named goes. */
  | { kind: 'replace'; variables: Record<string, string | null>; etag: string | null }
  | { kind: 'restore'; revision: number }

/** `etag`: the version of the list that the change is made on, where it must be that one. */
export function changeVariables(serviceId: string, write: VariableWrite, etag: string | null = null): Promise<void> {
  const env = `/services/${serviceId}/env`
  switch (write.kind) {
    case 'add':
      return send(env, { method: 'POST', body: { key: write.key, value: write.value, is_secret: write.is_secret }, ifMatch: etag })
    case 'link': {
      const link = { linked_service_id: write.target, link_type: write.type }
      return write.isNew ? send(env, { method: 'POST', body: { key: write.key, ...link }, ifMatch: etag }) : send(`${env}/${write.key}`, { method: 'PATCH', body: link, ifMatch: etag })
    }
    case 'change':
      return send(`${env}/${write.key}`, {
        method: 'PATCH',
        body: { ...(write.value === undefined ? {} : { value: write.value }), ...(write.is_secret === undefined ? {} : { is_secret: write.is_secret }) },
        ifMatch: etag,
      })
    case 'delete':
      return send(`${env}/${write.key}`, { method: 'DELETE', ifMatch: etag })
    case 'replace':
      return send(`${env}/bulk`, { method: 'POST', body: { variables: write.variables, replace: true }, ifMatch: write.etag })
    case 'restore':
      return send(`${env}/revisions/${write.revision}/restore`, { method: 'POST', body: {} })
  }
}

export function useChangeVariables(serviceId: string) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (write: VariableWrite) => changeVariables(serviceId, write),
    onSettled: async () =>
      Promise.all([cache.invalidateQueries({ queryKey: keys.variables(serviceId) }), cache.invalidateQueries({ queryKey: keys.projects })]),
  })
}
