import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

interface DiscardChanges {
  id: string
  /** All of them where none is named. */
  fields?: readonly string[]
}

export function discardChanges({ id, fields }: DiscardChanges) {
  return send(`/services/${id}/discard`, { method: 'POST', body: fields ? { fields } : {} })
}

/** Of one or several services: what is saved goes back to what is deployed. */
export function useDiscardChanges() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: async (discards: readonly DiscardChanges[]) => {
      for (const discard of discards) await discardChanges(discard)
    },
    onSettled: async (_, __, discards) =>
      Promise.all([cache.invalidateQueries({ queryKey: keys.projects }), ...discards.map(({ id }) => cache.invalidateQueries({ queryKey: keys.service(id) }))]),
  })
}
