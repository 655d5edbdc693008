import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

export function cancelDeployment({ id }: { id: string }) {
  return send(`/deployments/${id}/cancel`, { method: 'POST' })
}

export function useCancelDeployment() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: cancelDeployment,
    onSuccess: async (_, { id }) => {
      await Promise.all([cache.invalidateQueries({ queryKey: keys.deployment(id) }), cache.invalidateQueries({ queryKey: keys.projects })])
    },
  })
}
