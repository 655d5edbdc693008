import * as v from 'valibot'
import { Deployment, Failure } from './deployment'

const text = v.optional(v.nullable(v.string()), null)

const GitSource = v.object({
  provider: v.optional(v.string(), 'git'),
  url: text,
  branch: text,
  root_dir: text,
  /** There is a token for a private repository; nobody is shown it. */
  has_token: v.optional(v.boolean(), false),
})

/** A change that is saved and not deployed. A secret's values are not told. */
export const PendingChange = v.object({ field: v.string(), old: v.optional(v.unknown()), new: v.optional(v.unknown()), kind: v.optional(v.string()) })

export const nodeStatuses = ['not_configured', 'ready', 'deploying', 'live', 'failed', 'stopped'] as const

export const instanceSizes = ['small', 'medium', 'large', 'xlarge'] as const

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
  /** Absent where the server has no such step. */
  pre_deploy_command: v.optional(v.nullable(v.string())),
  /** The directory whose files are served, where nothing is started. */
  output_dir: v.optional(v.nullable(v.string())),
  instance_size: v.fallback(v.picklist(instanceSizes), 'medium'),
  instance_count: v.optional(v.number(), 1),
  auto_deploy: v.optional(v.boolean(), true),
  internal_url: text,
  updated_at: text,
  /** What runs for it now; absent where the server has no stop, start and restart. */
  operation: v.optional(v.nullable(v.object({ id: v.optional(v.string(), ''), kind: v.string() }))),
  last_command: v.optional(v.nullable(v.object({ number: v.optional(v.number(), 0), kind: v.string(), failure: v.optional(v.nullable(Failure), null), at: text })), null),
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
export type PendingChange = v.InferOutput<typeof PendingChange>
export type InstanceSize = Service['instance_size']
export type NodeStatus = Service['status']
