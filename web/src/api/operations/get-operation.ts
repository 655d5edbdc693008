import { useQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { isLeft, isOver, OperationDetail } from './operation'

const often = 1_500
// A long history is many bytes to ask for again and again.
const seldom = 5_000
const long = 500

/** Followed until it is over. */
export function useOperation(id: string) {
  return useQuery({
    queryKey: keys.operation(id),
    queryFn: ({ signal }) => call(OperationDetail, `/operations/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (data && isLeft(data)) return seldom
      if (data && isOver(data)) return false
      return (data?.steps?.length ?? 0) > long ? seldom : often
    },
  })
}
