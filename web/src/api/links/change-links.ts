import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { call, send } from '../http'
import { keys } from '../keys'
import { uniqueKey } from '@/lib/unique'
import { Link, type LinkType } from './link'

export interface CreateLink {
  projectId: string
  source: string
  target: string
  key: string
  type: LinkType
}

export function createLink({ projectId, source, target, key, type }: CreateLink) {
  return call(Link, `/projects/${projectId}/links`, { method: 'POST', body: { source, target, key, link_type: type }, idempotencyKey: uniqueKey() })
}

export function deleteLink(id: string) {
  return send(`/links/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export async function afterLinks(cache: QueryClient, projectId: string, source: string): Promise<void> {
  await Promise.all([cache.invalidateQueries({ queryKey: keys.project(projectId) }), cache.invalidateQueries({ queryKey: keys.variables(source) })])
}

export function useCreateLink() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: createLink,
    // Not waited for: the line comes by the stream of events, and what asked for it is done.
    onSuccess: (_, { projectId, source }) => void afterLinks(cache, projectId, source),
  })
}
