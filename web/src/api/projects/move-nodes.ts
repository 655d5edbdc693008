import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'
import type { Project } from '../project'

export interface Move {
  id: string
  x: number
  y: number
}

interface MoveNodes {
  projectId: string
  moves: readonly Move[]
}

export function moveNodes({ projectId, moves }: MoveNodes) {
  const [only] = moves
  return only && moves.length === 1
    ? send(`/services/${only.id}/position`, { method: 'PATCH', body: { canvas_x: only.x, canvas_y: only.y } })
    : send(`/projects/${projectId}/positions`, { method: 'PATCH', body: { positions: moves.map(({ id, x, y }) => ({ id, canvas_x: x, canvas_y: y })) } })
}

/** Optimistic: the nodes stay where they were put and go back if the server refuses. */
export function useMoveNodes() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: moveNodes,
    onMutate: async ({ projectId, moves }) => {
      const key = keys.project(projectId)
      await cache.cancelQueries({ queryKey: key })
      const before = cache.getQueryData<Project>(key)
      cache.setQueryData<Project>(key, (project) => project && placed(project, moves))
      return before
    },
    onError: (_, { projectId, moves }, before) => {
      const was = (before?.services ?? [])
        .filter(({ id }) => moves.some((move) => move.id === id))
        .map(({ id, canvas_x, canvas_y }) => ({ id, x: canvas_x ?? 0, y: canvas_y ?? 0 }))
      cache.setQueryData<Project>(keys.project(projectId), (project) => project && placed(project, was))
    },
  })
}

function placed(project: Project, moves: readonly Move[]): Project {
  const to = new Map(moves.map((move) => [move.id, move]))
  const services = (project.services ?? []).map((service) => {
    const move = to.get(service.id)
    return move ? { ...service, canvas_x: move.x, canvas_y: move.y } : service
  })
  return { ...project, services }
}
