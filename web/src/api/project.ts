import * as v from 'valibot'
import { Service, nodeStatuses } from './service'

export const Project = v.object({
  id: v.string(),
  name: v.string(),
  slug: v.string(),
  created_at: v.string(),
  updated_at: v.optional(v.nullable(v.string()), null),
  deleting: v.optional(v.boolean(), false),
  services: v.optional(v.nullable(v.array(Service)), []),
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
})

export type Project = v.InferOutput<typeof Project>
export type ProjectItem = v.InferOutput<typeof ProjectItem>
