import { useQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { isOver, OperationDetail } from './operation'

/** Followed until it is over. */
export function useOperation(id: string) {
  return useQuery({
    queryKey: keys.operation(id),
    queryFn: ({ signal }) => call(OperationDetail, `/operations/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : 1_500),
  })
}
