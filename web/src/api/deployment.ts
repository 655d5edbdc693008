import * as v from 'valibot'

const text = v.optional(v.nullable(v.string()), null)

export const Failure = v.object({
  code: v.optional(v.string(), 'unknown'),
  message: v.string(),
  fix: text,
})

/** A step that was begun; `status/steps.ts` says which shape each status has, and what comes after it. */
const Step = v.object({
  name: v.string(),
  status: v.optional(v.string(), ''),
  started_at: text,
  finished_at: text,
  attempt: v.optional(v.nullable(v.number()), 1),
  error: text,
})

/** What was seen when a deployment failed: the last probe with what it got, and what the instance wrote last. */
const Evidence = v.object({
  probe: v.optional(v.nullable(v.object({ path: text, status: v.optional(v.nullable(v.number()), null), body: text, error: text })), null),
  output: v.optional(v.nullable(v.array(v.object({ text: v.string() }))), null),
})

export const deploymentStatuses = [
  'queued',
  'provisioning',
  'building',
  'pushing',
  'deploying',
  'checking',
  'live',
  'failed',
  'cancelled',
  'superseded',
] as const

export const Deployment = v.object({
  id: v.string(),
  number: v.number(),
  service_id: v.string(),
  status: v.picklist(deploymentStatuses),
  waiting_for: v.optional(v.nullable(v.object({ reason: v.optional(v.string(), ''), position: v.optional(v.nullable(v.number()), null) })), null),
  commit_sha: text,
  commit_message: text,
  commit_author: text,
  technology: text,
  image_digest: text,
  triggered_by: v.optional(v.nullable(v.string()), 'manual'),
  error: v.optional(v.nullable(Failure), null),
  // Shown where it can be read; a deployment is never hidden because its evidence has another shape.
  evidence: v.fallback(v.optional(v.nullable(Evidence), null), null),
  usual_duration: v.optional(v.nullable(v.number()), null),
  /** In seconds, once they are over. */
  build_duration: v.optional(v.nullable(v.number()), null),
  deploy_duration: v.optional(v.nullable(v.number()), null),
  rollback_to: v.optional(v.nullable(v.object({ id: v.string(), number: v.number() })), null),
  operation_id: text,
  created_at: v.string(),
  started_at: text,
  finished_at: text,
  /** Absent where a deployment is told in short; `step` is then the one that was begun last. */
  steps: v.optional(v.nullable(v.array(Step)), []),
  step: text,
  step_started_at: text,
})

export type Deployment = v.InferOutput<typeof Deployment>
export type DeploymentStatus = Deployment['status']
export type Step = v.InferOutput<typeof Step>
export type Failure = v.InferOutput<typeof Failure>
export type Evidence = v.InferOutput<typeof Evidence>

/** Not yet ended, queued ones included. */
export function isRunning(status: DeploymentStatus): boolean {
  switch (status) {
    case 'queued':
    case 'provisioning':
    case 'building':
    case 'pushing':
    case 'deploying':
    case 'checking':
      return true
    case 'live':
    case 'failed':
    case 'cancelled':
    case 'superseded':
      return false
  }
}
