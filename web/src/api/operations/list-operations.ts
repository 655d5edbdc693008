import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'
import { serverNow } from '../server-time'
import { isOver, Operation } from './operation'

const Page = pageOf(Operation)

export interface OperationFilter {
  kind: string
  state: string
  /** The id of what they are about. */
  object: string
  /** How long ago they may have started; null: ever. */
  hours: number | null
}

/** Begins anew at each question, so that the list moves on with the time. */
function asked({ hours, ...filter }: OperationFilter): [string, string][] {
  const chosen = Object.entries(filter).filter(([, value]) => value !== '')
  return hours === null ? chosen : [...chosen, ['since', new Date(serverNow() - hours * 3_600_000).toISOString()]]
}

export function useOperations(filter: OperationFilter) {
  return useInfiniteQuery({
    queryKey: keys.operations(filter),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams([['limit', '50'], ...asked(filter), ...(pageParam === null ? [] : [['cursor', pageParam]])] as [string, string][])
      return call(Page, `/operations?${query}`, { signal })
    },
    // While another filter is asked for, what is there stays where it is.
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (list) => (list.state.data?.pages[0]?.items.every(isOver) ? 10_000 : 2_000),
  })
}
