import { useQueries } from '@tanstack/react-query'
import { keys } from '../keys'
import { getProject } from './get-project'

export interface Place {
  slug: string
  project: string
  /** Null where it is not known, or not about a service. */
  service: string | null
}

/** Where the objects of these projects are, which some answers name by id only; a deleted one is nowhere. */
export function usePlaces(projectIds: readonly string[]): (projectId: string | null, serviceId: string | null) => Place | null {
  const projects = useQueries({
    queries: [...new Set(projectIds)].map((id) => ({
      queryKey: keys.project(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => getProject(id, signal),
      staleTime: 60_000,
      retry: false,
    })),
    combine: (results) => results.flatMap(({ data }) => (data ? [data] : [])),
  })
  return (projectId, serviceId) => {
    const project = projects.find(({ id }) => id === projectId)
    if (!project) return null
    return { slug: project.slug, project: project.name, service: project.services?.find(({ id }) => id === serviceId)?.name ?? null }
  }
}
