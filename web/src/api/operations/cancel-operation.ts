import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

export function useCancelOperation() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => send(`/operations/${encodeURIComponent(id)}/cancel`, { method: 'POST' }),
    onSuccess: (_, id) => cache.invalidateQueries({ queryKey: keys.operation(id) }),
  })
}
