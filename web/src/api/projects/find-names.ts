import { useQuery } from '@tanstack/react-query'
import { keys } from '../keys'
import type { Place } from './find-places'
import { listProjects } from './list-projects'

const most = 1_000

async function readNames(signal: AbortSignal): Promise<Record<string, Place>> {
  const places: Record<string, Place> = {}
  let cursor: string | null = null
  let read = 0
  do {
    const page = await listProjects(cursor, signal)
    for (const { id, slug, name, nodes } of page.items) {
      places[id] = { slug, project: name, service: null }
      for (const node of nodes) places[node.id] = { slug, project: name, service: node.name }
    }
    cursor = page.next_cursor
    read += page.items.length
  } while (cursor !== null && read < most)
  return places
}

/** Where a project or a service is, of which nothing but the id is known; a deleted one is nowhere. */
export function useNames(): (id: string) => Place | null {
  const { data } = useQuery({ queryKey: keys.names, queryFn: ({ signal }) => readNames(signal), staleTime: 60_000 })
  return (id) => data?.[id] ?? null
}
