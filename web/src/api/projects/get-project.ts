import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pace } from '../live'
import { Project } from '../project'
import type { Service } from '../service'

export function getProject(id: string, signal?: AbortSignal) {
  return call(Project, `/projects/${id}`, { signal })
}

/** Asked again every second while something is deployed, else every five, never in a hidden tab. */
export function projectQuery(id: string) {
  return queryOptions({
    queryKey: keys.project(id),
    queryFn: ({ signal }) => getProject(id, signal),
    refetchInterval: (query) => query.state.data?.deleting ? false : (query.state.data?.services?.some((service) => service.status === 'deploying') ? pace(1_000) : pace(5_000)),
  })
}

export function useProject(id: string | undefined) {
  return useQuery({ ...projectQuery(id ?? ''), enabled: id !== undefined })
}

/** One service of a project that is already on the page; unchanged services keep their identity. */
export function useProjectService(projectId: string, serviceId: string): Service | undefined {
  const select = (project: Project) => project.services?.find((service) => service.id === serviceId)
  return useQuery({ ...projectQuery(projectId), select }).data
}
