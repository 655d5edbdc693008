import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'

const text = v.optional(v.nullable(v.string()), null)

export const AuditEntry = v.object({
  id: v.string(),
  at: v.string(),
  actor: v.string(),
  action: v.string(),
  object_kind: text,
  object_id: text,
  /** The names of what was sent, never values. */
  fields: v.optional(v.nullable(v.array(v.string())), []),
  /** Of the answer; null: the platform ended before it knew. */
  status: v.optional(v.nullable(v.number()), null),
  request_id: text,
  /** Where it was asked from. */
  address: text,
})

export type AuditEntry = v.InferOutput<typeof AuditEntry>

const Page = pageOf(AuditEntry)

/** What is empty is not asked for. */
export interface AuditFilter {
  actor: string
  action: string
  /** The id of what it was done to. */
  object: string
  since: string
  until: string
}

/** Who did what, the newest first. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam, signal }) => {
      const chosen = Object.entries(filter).filter(([, value]) => value !== '')
      const query = new URLSearchParams([['limit', '50'], ...chosen, ...(pageParam === null ? [] : [['cursor', pageParam]])] as [string, string][])
      return call(Page, `/audit?${query}`, { signal })
    },
    // While another filter is asked for, what is there stays where it is.
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 10_000,
  })
}
