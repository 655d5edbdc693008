import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { Operation } from './operation'
import { uniqueKey } from '@/lib/unique'

function retryOperation(id: string) {
  return call(Operation, `/operations/${encodeURIComponent(id)}/retry`, { method: 'POST', idempotencyKey: uniqueKey() })
}

/** From the failed step on; a failed deployment begins again, as an operation of its own. */
export function useRetryOperation() {
  const cache = useQueryClient()
  return useMutation({ mutationFn: retryOperation, onSuccess: (_, id) => cache.invalidateQueries({ queryKey: keys.operation(id) }) })
}
