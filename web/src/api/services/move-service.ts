import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'
import type { Project } from '../project'

export interface MoveService {
  id: string
  projectId: string
  x: number
  y: number
}

export function moveService({ id, x, y }: MoveService) {
  return send(`/services/${id}/position`, { method: 'PATCH', body: { canvas_x: x, canvas_y: y } })
}

/** Optimistic: the node stays where it was put and goes back if the server refuses. */
export function useMoveService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: moveService,
    onMutate: async ({ id, projectId, x, y }) => {
      const key = keys.project(projectId)
      await cache.cancelQueries({ queryKey: key })
      const before = cache.getQueryData<Project>(key)
      cache.setQueryData<Project>(key, (project) => project && placed(project, id, x, y))
      return before
    },
    onError: (_, { id, projectId }, before) => {
      const was = before?.services?.find((service) => service.id === id)
      if (was) cache.setQueryData<Project>(keys.project(projectId), (project) => project && placed(project, id, was.canvas_x ?? 0, was.canvas_y ?? 0))
    },
  })
}

function placed(project: Project, id: string, x: number, y: number): Project {
  const services = (project.services ?? []).map((service) => (service.id === id ? { ...service, canvas_x: x, canvas_y: y } : service))
  return { ...project, services }
}
