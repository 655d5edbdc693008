import { useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { callTagged } from '../http'
import { keys } from '../keys'
import { Variable } from './variable'

const Page = v.object({ items: v.array(Variable), next_cursor: v.optional(v.nullable(v.string()), null) })

export interface Variables {
  items: Variable[]
  /** The version of the whole list. */
  etag: string | null
}

export async function listVariables(serviceId: string, signal?: AbortSignal): Promise<Variables> {
  const items: Variable[] = []
  let cursor: string | null = null
  for (;;) {
    const query = new URLSearchParams({ limit: '200', ...(cursor === null ? {} : { cursor }) })
    const page: { value: v.InferOutput<typeof Page>; etag: string | null } = await callTagged(Page, `/services/${serviceId}/env?${query}`, { signal })
    items.push(...page.value.items)
    cursor = page.value.next_cursor
    if (cursor === null) return { items, etag: page.etag }
  }
}

export function useVariables(serviceId: string) {
  return useQuery({ queryKey: keys.variables(serviceId), queryFn: ({ signal }) => listVariables(serviceId, signal) })
}
