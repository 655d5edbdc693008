import { useMutation } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { ApiError } from '../problem'

const text = v.optional(v.nullable(v.string()), null)
const texts = v.fallback(v.array(v.string()), [])

const Plan = v.object({
  technology: v.string(),
  decided_by: text,
  install_command: text,
  build_command: text,
  start_command: text,
  output_directory: text,
  single_page: v.fallback(v.boolean(), false),
  tools: v.fallback(v.array(v.object({ name: v.string(), installed: v.fallback(v.boolean(), true), install: text })), []),
  notes: texts,
})

const Inspection = v.object({
  id: v.string(),
  status: v.picklist(['running', 'done', 'failed']),
  default_branch: text,
  branches: texts,
  commit_sha: text,
  commit_message: text,
  plan: v.nullable(Plan),
  warnings: texts,
  looked_for: texts,
  suggestions: v.fallback(v.array(v.object({ root_dir: v.string(), technology: text, decided_by: text })), []),
  error: v.fallback(v.nullable(v.object({ code: v.optional(v.string(), ''), message: v.string(), fix: text })), null),
})

export type Inspection = v.InferOutput<typeof Inspection>
export type Plan = v.InferOutput<typeof Plan>

export interface InspectSource {
  url: string
  branch?: string
  root_dir?: string
  token?: string
}

/** `serviceId`: whose kept token is used, where none is sent. */
export interface Look {
  source: InspectSource
  serviceId?: string
}

/** How a repository would be built and run, before anything is made of it. A large one takes several answers. */
export async function inspect({ source, serviceId }: Look): Promise<Inspection> {
  let found = await call(Inspection, '/git/inspect?wait=20', { method: 'POST', body: { git_source: { provider: 'git', ...source }, ...(serviceId && { service_id: serviceId }) } })
  while (found.status === 'running') found = await call(Inspection, `/git/inspections/${found.id}?wait=20`)
  return found
}

export function useInspect() {
  return useMutation({ mutationFn: inspect })
}

/** The host gives the repository only to those who sign in: it is private, or not there. */
export function needsLogin({ data, error }: { data?: Inspection | undefined; error: unknown }): boolean {
  const codes = error instanceof ApiError ? error.fields.map(({ code }) => code) : [data?.error?.code]
  return codes.includes('repository_needs_login')
}
