import { create } from 'zustand'
import type { Point } from './graph'

interface CanvasState {
  /** Where nodes are while they are dragged; the server's place counts again afterwards. */
  dragged: Record<string, Point>
  /** The node that Tab comes to. */
  focused: string | null
  /** Nodes that are chosen together; the panel is about one, this about several. */
  chosen: readonly string[]
  drag: (id: string, to: Point) => void
  drop: (id: string) => void
  focus: (id: string | null) => void
  choose: (ids: readonly string[]) => void
}

/** Position, focus and nothing that the server knows. */
export const useCanvasStore = create<CanvasState>((set) => ({
  dragged: {},
  focused: null,
  chosen: [],
  drag: (id, to) => set((state) => ({ dragged: { ...state.dragged, [id]: to } })),
  drop: (id) => set((state) => ({ dragged: Object.fromEntries(Object.entries(state.dragged).filter(([key]) => key !== id)) })),
  focus: (id) => set({ focused: id }),
  choose: (ids) => set({ chosen: ids }),
}))
