import { create } from 'zustand'
import type { Point } from './graph'
import type { Project } from '@/api/project'
import type { Action } from '@/ui/action'

interface CanvasState {
  /** Where nodes are while they are dragged; the server's place counts again afterwards. */
  dragged: Record<string, Point>
  /** The node that Tab comes to. */
  focused: string | null
  /** Nodes that are chosen together; the panel is about one, this about several. */
  chosen: readonly string[]
  /** The node that a link is being drawn from; the next node that is pressed is what it uses. */
  connecting: string | null
  /** Why a node cannot be what that one uses. */
  wrong: Readonly<Record<string, string>>
  /** Where the line ends meanwhile. */
  pointer: Point | null
  /** What can be done with the canvas, for the palette. */
  tools: readonly Action<Project>[]
  drag: (id: string, to: Point) => void
  drop: (ids: readonly string[]) => void
  focus: (id: string | null) => void
  choose: (ids: readonly string[]) => void
  connect: (from: string | null, wrong: Readonly<Record<string, string>>) => void
  point: (to: Point) => void
}

/** Position, focus and nothing that the server knows. */
export const useCanvasStore = create<CanvasState>((set) => ({
  dragged: {},
  focused: null,
  chosen: [],
  connecting: null,
  wrong: {},
  tools: [],
  pointer: null,
  drag: (id, to) => set((state) => ({ dragged: { ...state.dragged, [id]: to } })),
  drop: (ids) => set((state) => ({ dragged: Object.fromEntries(Object.entries(state.dragged).filter(([key]) => !ids.includes(key))) })),
  focus: (id) => set({ focused: id }),
  choose: (ids) => set({ chosen: ids }),
  connect: (connecting, wrong) => set({ connecting, wrong, pointer: null }),
  point: (to) => set({ pointer: to }),
}))
