import type { Node } from '@xyflow/react'
import { nodeHeight, nodeWidth, type Point } from './graph'
import type { Link } from '@/api/links/link'
import type { Service } from '@/api/service'

/** What a node needs to find its service; the rest it reads itself, so that a change draws one node. */
export type ServiceNode = Node<{ projectId: string; links: number }, 'service'>
export type CanvasNode = ServiceNode

/** Nodes where the server says, or where the reader holds one just now. One that did not change stays the same object. */
export function buildNodes(
  services: readonly Service[],
  links: readonly Link[],
  dragged: Readonly<Record<string, Point>>,
  selected: ReadonlySet<string>,
  former: readonly CanvasNode[],
): CanvasNode[] {
  const known = new Map(former.map((node) => [node.id, node]))
  const ends = new Map<string, number>()
  for (const { source, target } of links) for (const id of [source, target]) ends.set(id, (ends.get(id) ?? 0) + 1)
  return services.map((service) => {
    const position = dragged[service.id] ?? { x: service.canvas_x ?? 0, y: service.canvas_y ?? 0 }
    const isSelected = selected.has(service.id)
    const count = ends.get(service.id) ?? 0
    const old = known.get(service.id)
    if (old?.position.x === position.x && old.position.y === position.y && old.selected === isSelected && old.data.links === count) return old
    return { id: service.id, type: 'service', position, selected: isSelected, width: nodeWidth, height: nodeHeight, data: { projectId: service.project_id, links: count } }
  })
}
