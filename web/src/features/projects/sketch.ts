import type { SketchNode } from '@/api/project'

export interface SketchBox {
  id: string
  status: SketchNode['status']
  x: number
  y: number
  width: number
  height: number
}

export const sketchSize = { width: 300, height: 72 }

const node = { width: 240, height: 96 }
const margin = 8
/** One node alone is no poster: it is drawn as small as one of several. */
const largestScale = 0.19

/** The canvas of a project in small: every node where it stands, in the middle of the picture. */
export function sketchOf(nodes: readonly SketchNode[]): SketchBox[] {
  if (nodes.length === 0) return []
  const places = nodes.map(({ canvas_x, canvas_y }) => ({ x: canvas_x ?? 0, y: canvas_y ?? 0 }))
  const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))]
  const [right, bottom] = [Math.max(...places.map(({ x }) => x)) + node.width, Math.max(...places.map(({ y }) => y)) + node.height]
  const scale = Math.min(largestScale, (sketchSize.width - 2 * margin) / (right - left), (sketchSize.height - 2 * margin) / (bottom - top))
  const offset = { x: (sketchSize.width - (right - left) * scale) / 2, y: (sketchSize.height - (bottom - top) * scale) / 2 }
  return nodes.map(({ id, status }, index) => ({
    id,
    status,
    x: offset.x + ((places[index]?.x ?? 0) - left) * scale,
    y: offset.y + ((places[index]?.y ?? 0) - top) * scale,
    width: node.width * scale,
    height: node.height * scale,
  }))
}
