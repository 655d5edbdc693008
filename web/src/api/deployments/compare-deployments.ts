import { useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'
import { PendingChange } from '../service'

const text = v.optional(v.nullable(v.string()), null)

const Side = v.object({
  id: v.string(),
  number: v.number(),
  commit_sha: text,
  commit_message: text,
  commit_author: text,
  technology: text,
  /** The deployment that built what this one runs. */
  image: text,
  created_at: v.string(),
})

const VariableChange = v.object({ key: v.string(), kind: v.fallback(v.picklist(['added', 'changed', 'removed']), 'changed') })

export const Comparison = v.object({
  from: Side,
  to: Side,
  same: v.boolean(),
  commit_changed: v.boolean(),
  /** Null: not known of one of them. */
  config: v.optional(v.nullable(v.array(PendingChange)), null),
  variables: v.optional(v.nullable(v.array(VariableChange)), null),
  image_changed: v.boolean(),
})

export type Comparison = v.InferOutput<typeof Comparison>
export type ComparedDeployment = v.InferOutput<typeof Side>
export type VariableChange = v.InferOutput<typeof VariableChange>

/** What is different in `to`. */
export function useComparison(from: string, to: string) {
  return useQuery({
    queryKey: keys.comparison(from, to),
    queryFn: ({ signal }) => call(Comparison, `/deployments/${from}/diff/${to}`, { signal }),
    staleTime: 10_000,
  })
}
