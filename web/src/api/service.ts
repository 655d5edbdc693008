import * as v from 'valibot'
import { Deployment, Failure } from './deployment'

const text = v.optional(v.nullable(v.string()), null)

const GitSource = v.object({
  provider: v.optional(v.string(), 'git'),
  url: text,
  branch: text,
  root_dir: text,
})

/** A change that is saved and not deployed: a field's name, or the field with more about it. */
const PendingChange = v.union([v.string(), v.object({ field: v.string() })])

export const nodeStatuses = ['not_configured', 'ready', 'deploying', 'live', 'failed', 'stopped'] as const

export const Service = v.object({
  id: v.string(),
  project_id: v.string(),
  name: v.string(),
  git_source: v.optional(v.nullable(GitSource), null),
  port: v.optional(v.nullable(v.number()), null),
  install_command: text,
  build_command: text,
  start_command: text,
  health_check_path: text,
  status: v.picklist(nodeStatuses),
  technology: text,
  generated_url: text,
  current_deployment_id: text,
  pending_changes: v.optional(v.nullable(v.array(PendingChange)), []),
  canvas_x: v.optional(v.nullable(v.number()), 0),
  canvas_y: v.optional(v.nullable(v.number()), 0),
  /** Why nothing runs although it should: it crashed again and again. */
  failure: v.optional(v.nullable(Failure), null),
  /** Its clean-up is under way; nothing else can be done with it. */
  deleting: v.optional(v.boolean(), false),
  latest_deployment: v.optional(v.nullable(Deployment), null),
})

export type Service = v.InferOutput<typeof Service>
export type GitSource = v.InferOutput<typeof GitSource>
export type NodeStatus = Service['status']
