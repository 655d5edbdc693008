import { useCallback } from 'react'
import { useCanvasStore } from './canvas-store'
import { useMoveNodes, type Move } from '@/api/projects/move-nodes'
import type { Project } from '@/api/project'
import { useHistory } from '@/lib/history'
import { may } from '@/lib/role'
import { count } from '@/lib/words'

/** Moves nodes as one gesture, which can be taken back. */
export function useMoves(project: Project): (moves: readonly Move[], gesture?: string, label?: string) => void {
  const { mutateAsync } = useMoveNodes()
  const drop = useCanvasStore((state) => state.drop)
  const record = useHistory((state) => state.record)
  return useCallback(
    (moves, gesture, label) => {
      const services = project.services ?? []
      const ids = moves.map(({ id }) => id)
      const was = services.filter(({ id }) => ids.includes(id)).map(({ id, canvas_x, canvas_y }) => ({ id, x: canvas_x ?? 0, y: canvas_y ?? 0 }))
      const moved = moves.filter(({ id, x, y }) => was.some((old) => old.id === id && (old.x !== x || old.y !== y)))
      if (moved.length === 0 || !may('developer')) return drop(ids)
      const to = (places: readonly Move[]) => mutateAsync({ projectId: project.id, moves: places })
      const [only] = moved
      const name = services.find(({ id }) => id === only?.id)?.name ?? 'a node'
      void to(moved)
        .then(() =>
          record({
            label: label ?? (moved.length === 1 ? `Move ${name}` : `Move ${count(moved.length, 'node')}`),
            undo: () => to(was.filter(({ id }) => moved.some((move) => move.id === id))),
            redo: () => to(moved),
            ...(gesture === undefined ? {} : { gesture: `${gesture} ${ids.join()}` }),
          }),
        )
        .catch(() => {})
        .finally(() => drop(ids))
    },
    [project, mutateAsync, drop, record],
  )
}
