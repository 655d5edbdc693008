import * as v from 'valibot'

const text = v.optional(v.nullable(v.string()), null)

const kind = v.fallback(v.picklist(['activity', 'timer', 'event', 'child']), 'activity')

/** What one that is not over is at. */
const CurrentStep = v.object({
  kind,
  name: v.optional(v.string(), ''),
  detail: text,
  attempt: v.optional(v.number(), 1),
  undo: v.optional(v.boolean(), false),
  started_at: text,
  /** When it goes on, between two looks at something. */
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
  kind,
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

/** What the orchestration said of itself, from that time on. */
const CustomStatus = v.object({ at: v.string(), value: v.optional(v.unknown()) })

export const OperationDetail = v.object({
  ...operation,
  steps: v.optional(v.nullable(v.array(Step)), []),
  /** What it was asked for and what it answered, in ids. */
  input: v.optional(v.unknown()),
  output: v.optional(v.unknown()),
  custom_status: v.optional(v.unknown()),
  /** Why it broke. */
  error: text,
  custom_statuses: v.optional(v.nullable(v.array(CustomStatus)), []),
  /** Of its OpenTelemetry trace, where one is recorded. */
  trace_id: text,
})

export type Operation = v.InferOutput<typeof Operation>
export type OperationDetail = v.InferOutput<typeof OperationDetail>
export type CurrentStep = v.InferOutput<typeof CurrentStep>
export type OperationStep = v.InferOutput<typeof Step>

/** Its orchestration was terminated or failed without its own end: what it had begun is still there, and it keeps its service. A deletion is done again instead. */
export function isLeft({ kind, status, finished_at }: Pick<Operation, 'kind' | 'status' | 'finished_at'>): boolean {
  return kind !== 'delete' && (status === 'terminated' || status === 'failed') && finished_at === null
}

export function isOver({ status }: Pick<Operation, 'status'>): boolean {
  return status !== 'running' && status !== 'pending'
}
