import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

/** `force`: also where other services are linked to it. */
export function deleteService({ id, force }: { id: string; projectId: string; force?: boolean }) {
  return send(`/services/${id}${force ? '?force=true' : ''}`, { method: 'DELETE' })
}

export function useDeleteService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: deleteService,
    onSuccess: async (_, { projectId }) => {
      await cache.invalidateQueries({ queryKey: keys.project(projectId) })
    },
  })
}
