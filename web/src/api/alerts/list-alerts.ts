import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'
import { pace } from '../live'
import { pageOf } from '../page'

const text = v.optional(v.nullable(v.string()), null)

export const Alert = v.object({
  id: v.string(),
  kind: v.string(),
  project_id: text,
  service_id: text,
  /** Its evidence shows why. */
  deployment_id: text,
  message: v.string(),
  fix: text,
  opened_at: v.string(),
  /** Null: it is not over. */
  closed_at: text,
})

export type Alert = v.InferOutput<typeof Alert>

const Page = pageOf(Alert)

/** What somebody should look at and is not over, the newest first. */
export function useOpenAlerts() {
  return useQuery({
    queryKey: keys.alerts,
    queryFn: ({ signal }) => call(Page, '/alerts?status=open&limit=50', { signal }),
    refetchInterval: () => pace(10_000),
  })
}

/** Those that are open, or those that are over; the newest first. */
export function useAlerts(status: 'open' | 'closed') {
  return useInfiniteQuery({
    queryKey: keys.alertList(status),
    queryFn: ({ pageParam, signal }) => call(Page, `/alerts?${new URLSearchParams({ status, limit: '50', ...(pageParam === null ? {} : { cursor: pageParam }) })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: () => pace(10_000),
  })
}
