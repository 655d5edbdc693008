import * as v from 'valibot'
import { Deployment } from './deployment'
import { Link } from './links/link'
import { Service, nodeStatuses } from './service'

export const Project = v.object({
  id: v.string(),
  name: v.string(),
  slug: v.string(),
  created_at: v.string(),
  updated_at: v.optional(v.nullable(v.string()), null),
  deleting: v.optional(v.boolean(), false),
  services: v.optional(v.nullable(v.array(Service)), []),
  links: v.optional(v.array(Link), []),
})

/** A node as a project's sketch shows it. */
const SketchNode = v.object({
  id: v.string(),
  name: v.string(),
  status: v.fallback(v.picklist(nodeStatuses), 'not_configured'),
  /** Why it failed. */
  reason: v.optional(v.nullable(v.string()), null),
  canvas_x: v.optional(v.nullable(v.number()), 0),
  canvas_y: v.optional(v.nullable(v.number()), 0),
})

/** A project as the list shows it. */
export const ProjectItem = v.object({
  id: v.string(),
  name: v.string(),
  slug: v.string(),
  created_at: v.string(),
  updated_at: v.optional(v.nullable(v.string()), null),
  deleting: v.optional(v.boolean(), false),
  status: v.fallback(v.optional(v.nullable(v.picklist(nodeStatuses)), null), null),
  technologies: v.optional(v.nullable(v.array(v.string())), []),
  urls: v.optional(v.nullable(v.array(v.string())), []),
  service_count: v.optional(v.nullable(v.number()), null),
  pending_change_count: v.optional(v.number(), 0),
  latest_deployment: v.optional(v.nullable(Deployment), null),
  nodes: v.optional(v.array(SketchNode), []),
})

export type Project = v.InferOutput<typeof Project>
export type ProjectItem = v.InferOutput<typeof ProjectItem>
export type SketchNode = v.InferOutput<typeof SketchNode>
