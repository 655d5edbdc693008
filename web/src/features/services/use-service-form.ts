import { useEffect, useState } from 'react'
import { faultsOf, fieldsOf, toChanges, writeOnly, type Faults, type ServiceField, type ServiceFields } from './service-fields'
import { asApiError, type ApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { recordSave } from './record-save'
import { useUpdateService } from '@/api/services/update-service'
import { readDraft, writeDraft } from '@/lib/stored-draft'
import { dirtyFields, startDraft, withMine, withNews, type Draft } from '@/lib/three-way'

export interface ServiceForm {
  fields: ServiceFields
  server: ServiceFields
  /** What differs from the server. */
  dirty: readonly ServiceField[]
  faults: Faults
  error: ApiError | null
  /** Both the reader and somebody else changed it. */
  isTorn: (field: ServiceField) => boolean
  isSaving: boolean
  set: (changes: Partial<ServiceFields>) => void
  discard: () => void
  save: (saved?: () => void) => void
}

/** One form over a service's settings, whichever tab shows a part of it. It starts where a reload or a sign-in interrupted it. */
export function useServiceForm(service: Service): ServiceForm {
  const server = fieldsOf(service)
  const [draft, setDraft] = useState(() => restored(service.id, server))
  const update = useUpdateService()
  const current = withNews(draft, server)
  if (current !== draft) setDraft(current)
  const dirty = dirtyFields(current.mine, server)
  const faults = faultsOf(current.mine)

  useEffect(() => {
    const kept = dirty.filter((name) => !(name in writeOnly))
    const pick = (from: ServiceFields) => Object.fromEntries(kept.map((name) => [name, from[name]]))
    writeDraft(service.id, kept.length === 0 ? null : { base: pick(current.base), mine: pick(current.mine) })
  })

  return {
    fields: current.mine,
    server,
    dirty,
    faults: Object.fromEntries(Object.entries(faults).filter(([name]) => dirty.includes(name as ServiceField))),
    error: update.error ? asApiError(update.error) : null,
    isTorn: (field) => current.torn.includes(field),
    isSaving: update.isPending,
    set: (changes) => {
      setDraft(withMine(current, changes))
      if (update.error) update.reset()
    },
    discard: () => {
      setDraft(startDraft(server))
      update.reset()
    },
    save: (saved) => {
      if (dirty.length === 0 || update.isPending || dirty.some((name) => faults[name])) return
      const isOvertaken = (now: Service) => {
        const theirs = fieldsOf(now)
        return dirty.some((name) => theirs[name] !== server[name] && theirs[name] !== current.mine[name])
      }
      update.mutate({ id: service.id, changes: toChanges(current.mine, server), isOvertaken }, {
        onSuccess: () => {
          setDraft((now) => withMine(now, writeOnly))
          recordSave(service, server, current.mine, dirty)
          saved?.()
        },
      })
    },
  }
}

function restored(id: string, server: ServiceFields): Draft<ServiceFields> {
  const stored = readDraft(id)
  if (stored === null) return startDraft(server)
  const typed = { ...startDraft({ ...server, ...stored.base }), mine: { ...server, ...stored.mine } }
  return withNews(typed, server)
}
