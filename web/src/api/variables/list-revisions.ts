import { useInfiniteQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'

const Revision = v.object({
  number: v.number(),
  created_at: v.string(),
  created_by: v.optional(v.nullable(v.string()), null),
  restored_from: v.optional(v.nullable(v.number()), null),
  changes: v.optional(v.array(v.object({ key: v.string(), kind: v.fallback(v.picklist(['added', 'changed', 'removed']), 'changed') })), []),
})

const Page = pageOf(Revision)

export type Revision = v.InferOutput<typeof Revision>

export function useRevisions(serviceId: string) {
  return useInfiniteQuery({
    queryKey: keys.revisions(serviceId),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '20', ...(pageParam === null ? {} : { cursor: pageParam }) })
      return call(Page, `/services/${serviceId}/env/revisions?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}
