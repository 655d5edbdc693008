import { useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'

export const ranges = ['1h', '6h', '24h', '7d', '30d'] as const
export type Range = (typeof ranges)[number]

const Point = v.tuple([v.union([v.string(), v.number()]), v.nullable(v.number())])
const Series = v.object({ name: v.string(), unit: v.fallback(v.string(), ''), points: v.array(Point) })
const Metrics = v.object({
  step_seconds: v.optional(v.number()),
  series: v.array(Series),
  /** What is not measured where it runs, with the reason. */
  missing: v.fallback(v.array(v.object({ name: v.string(), reason: v.string() })), []),
})

export type Series = v.InferOutput<typeof Series>

/** What a service used over a time. Asked for as often as it changes. */
export function useMetrics(serviceId: string, range: Range) {
  return useQuery({
    queryKey: keys.metrics(serviceId, range),
    queryFn: ({ signal }) => call(Metrics, `/services/${serviceId}/metrics?range=${range}`, { signal }),
    refetchInterval: range === '1h' ? 10_000 : 60_000,
  })
}
