import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'
import { isOver, Operation } from './operation'

const Page = pageOf(Operation)

export interface OperationFilter {
  kind: string
  state: string
  /** The id of what they are about. */
  object: string
}

export function useOperations(filter: OperationFilter) {
  const chosen = Object.entries(filter).filter(([, value]) => value !== '')
  const query = new URLSearchParams([['limit', '50'], ...chosen])
  return useInfiniteQuery({
    queryKey: keys.operations(filter),
    queryFn: ({ pageParam, signal }) => call(Page, `/operations?${pageParam === null ? query : `${query}&cursor=${encodeURIComponent(pageParam)}`}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (list) => (list.state.data?.pages[0]?.items.every(isOver) ? 10_000 : 2_000),
  })
}
