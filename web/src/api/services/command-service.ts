import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'
import { uniqueKey } from '@/lib/unique'

export type Command = 'stop' | 'start' | 'restart'

export function commandService({ id, command }: { id: string; command: Command }) {
  return send(`/services/${id}/${command}`, { method: 'POST', body: {}, idempotencyKey: uniqueKey() })
}

export function useCommandService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: commandService,
    onSettled: async () => cache.invalidateQueries({ queryKey: keys.projects }),
  })
}
