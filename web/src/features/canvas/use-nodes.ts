import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { useReactFlow } from '@xyflow/react'
import { motion } from './canvas-keys'
import { nodeHeight, nodeWidth, type Point } from './graph'
import { buildNodes, type CanvasNode } from './nodes'
import type { Link } from '@/api/links/link'
import type { Service } from '@/api/service'

export function useNodes(services: readonly Service[], links: readonly Link[], dragged: Readonly<Record<string, Point>>, selected: ReadonlySet<string>): CanvasNode[] {
  const [former, setFormer] = useState<CanvasNode[]>([])
  const nodes = useMemo(() => buildNodes(services, links, dragged, selected, former), [services, links, dragged, selected, former])
  const same = nodes.length === former.length && nodes.every((node, index) => node === former[index])
  if (!same) setFormer(nodes)
  return same ? former : nodes
}

/** Under this zoom nobody reads a node. */
const legible = 0.7

/** Brings nodes into view: one that is not, and the one that the panel is about when that takes a part of the canvas. */
export function useReveal(section: RefObject<HTMLElement | null>, nodes: readonly CanvasNode[], selected: string | null): { reveal: (id: string) => void; enlarge: () => void } {
  const flow = useReactFlow()
  const shown = useRef(selected)
  const reveal = (id: string) => {
    const node = nodes.find((candidate) => candidate.id === id)
    const element = section.current
    if (node && element && !isInside(element, flow.flowToScreenPosition(node.position), flow.getZoom()))
      void flow.setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom: flow.getZoom(), duration: motion() })
  }
  useEffect(() => {
    if (shown.current === selected) return
    shown.current = selected
    if (selected !== null) reveal(selected)
  })
  // Opened with its panel beside a narrow canvas: all of it fits, too small to be read.
  const enlarge = () => {
    const node = nodes.find(({ id }) => id === selected)
    if (node && flow.getZoom() < legible) void flow.setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom: legible })
  }
  return { reveal, enlarge }
}

function isInside(element: HTMLElement, at: Point, zoom: number): boolean {
  const box = element.getBoundingClientRect()
  return at.x >= box.left + 8 && at.y >= box.top + 8 && at.x + nodeWidth * zoom <= box.right - 8 && at.y + nodeHeight * zoom <= box.bottom - 8
}
