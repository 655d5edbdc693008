import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

export function deleteService({ id }: { id: string; projectId: string }) {
  return send(`/services/${id}`, { method: 'DELETE' })
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
