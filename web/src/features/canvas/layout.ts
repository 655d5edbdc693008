import { graphlib, layout } from '@dagrejs/dagre'
import { grid, nodeHeight, nodeWidth, snap, type Point } from './graph'
import type { Line } from './lines'

export interface LayoutRequest {
  nodes: readonly { id: string }[]
  lines: readonly Pick<Line, 'source' | 'target'>[]
}

export type Layout = readonly (Point & { id: string })[]

/** Far enough apart that a line and its label fit between. */
const gap = { across: 80, down: 120 }
const alone = 4

/** Who uses others stands above them; who is alone stands in rows below. */
export function layOut({ nodes, lines }: LayoutRequest): Layout {
  const linked = new Set(lines.flatMap(({ source, target }) => [source, target]))
  const graph = new graphlib.Graph()
  graph.setGraph({ rankdir: 'TB', nodesep: gap.across, ranksep: gap.down })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) if (linked.has(id)) graph.setNode(id, { width: nodeWidth, height: nodeHeight })
  for (const { source, target } of lines) graph.setEdge(source, target)
  layout(graph)
  const placed = nodes
    .filter(({ id }) => linked.has(id))
    .map(({ id }) => {
      const { x, y } = graph.node(id)
      return { id, ...snap({ x: x - nodeWidth / 2, y: y - nodeHeight / 2 }) }
    })
  const below = placed.length === 0 ? 0 : Math.max(...placed.map(({ y }) => y)) + nodeHeight + gap.down - (gap.down % grid)
  const rest = nodes.filter(({ id }) => !linked.has(id))
  return [...placed, ...rest.map(({ id }, index) => ({ id, ...snap({ x: (index % alone) * (nodeWidth + gap.across), y: below + Math.floor(index / alone) * (nodeHeight + gap.down) }) }))]
}
