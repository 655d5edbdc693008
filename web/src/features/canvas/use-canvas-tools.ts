import { useEffect, useMemo } from 'react'
import { LayoutGrid, Link2, Maximize } from 'lucide-react'
import { useCanvasStore } from './canvas-store'
import type { Project } from '@/api/project'
import type { Action } from '@/ui/action'

interface ToolHandlers {
  /** The node that a link would be drawn from. */
  from: string | null
  connect: (id: string) => void
  layOut: () => void
  fit: () => void
}

/** What is done with the canvas as a whole, for its plate, its keys and the palette. */
export function useCanvasTools({ from, connect, layOut, fit }: ToolHandlers): Action<Project>[] {
  const tools = useMemo(
    (): Action<Project>[] => [
      {
        id: 'connect',
        label: () => 'Connect',
        icon: Link2,
        key: 'C',
        needs: 'developer',
        why: (project) => ((project.services?.length ?? 0) < 2 ? 'There is nothing to connect with yet' : from === null ? 'Choose a node first' : null),
        run: () => from !== null && connect(from),
      },
      { id: 'lay-out', label: () => 'Lay out', icon: LayoutGrid, key: 'Shift+L', needs: 'developer', why: (project) => ((project.services?.length ?? 0) < 2 ? 'There is nothing to lay out yet' : null), run: layOut },
      { id: 'fit', label: () => 'Show all', icon: Maximize, key: 'Shift+1', why: () => null, run: fit },
    ],
    [from, connect, layOut, fit],
  )
  useEffect(() => useCanvasStore.setState({ tools }), [tools])
  useEffect(() => () => useCanvasStore.setState({ tools: [] }), [])
  return tools
}
