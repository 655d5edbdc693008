import * as v from 'valibot'

const text = v.optional(v.nullable(v.string()), null)

/** What one that is not over is at; `until`: when it goes on, if it waits. */
const CurrentStep = v.object({
  kind: v.string(),
  name: v.string(),
  detail: text,
  attempt: v.optional(v.number(), 1),
  undo: v.optional(v.boolean(), false),
  started_at: text,
  until: text,
})

const operation = {
  id: v.string(),
  kind: v.string(),
  status: v.string(),
  object: v.object({ kind: v.string(), id: v.string() }),
  project_id: text,
  started_at: v.string(),
  finished_at: text,
  current_step: v.optional(v.nullable(CurrentStep), null),
}

export const Operation = v.object(operation)

const Step = v.object({
  kind: v.fallback(v.picklist(['activity', 'timer', 'event', 'child']), 'activity'),
  name: v.optional(v.string(), ''),
  status: v.string(),
  /** Counts from 1. */
  attempt: v.optional(v.number(), 1),
  input: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  error: text,
  /** A child's own. */
  operation: text,
  /** Which job, of a step that runs one of several. */
  detail: text,
  /** It took back what an earlier step had done. */
  undo: v.optional(v.boolean(), false),
  /** When a timer fires. */
  until: text,
  started_at: text,
  finished_at: text,
})

export const OperationDetail = v.object({
  ...operation,
  steps: v.optional(v.nullable(v.array(Step)), []),
  input: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  custom_status: v.optional(v.unknown()),
  /** Why it broke. */
  error: text,
})

export type Operation = v.InferOutput<typeof Operation>
export type OperationDetail = v.InferOutput<typeof OperationDetail>
export type OperationStep = v.InferOutput<typeof Step>

export function isOver({ status }: Pick<Operation, 'status'>): boolean {
  return status !== 'running' && status !== 'pending'
}
