import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'
import { serverNow } from '../server-time'
import { isOver, Operation } from './operation'

const Page = pageOf(Operation)

export const spans = { '': 'Any time', '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' } as const

export interface OperationFilter {
  kind: string
  state: string
  /** The id of what they are about. */
  object: string
  /** How long ago they may have started, such as 24h; empty: ever. */
  since: string
}

const hours: Record<string, number | undefined> = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 }

/** Begins anew at each question, so that the list moves on with the time. */
function asked({ since, ...filter }: OperationFilter): [string, string][] {
  const chosen = Object.entries(filter).filter(([, value]) => value !== '')
  const span = hours[since]
  return span === undefined ? chosen : [...chosen, ['since', new Date(serverNow() - span * 3_600_000).toISOString()]]
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
