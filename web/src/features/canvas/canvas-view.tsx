import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow, type NodeChange, type NodeTypes } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { AddPlate, ZoomPlate } from './canvas-tools'
import { useCanvasStore } from './canvas-store'
import styles from './canvas-view.module.css'
import { directionOf, grid, neighbour, nodeHeight, nodeWidth, snap, step, type Point } from './graph'
import { buildNodes, type CanvasNode } from './nodes'
import { ServiceNode } from './service-node'
import { useMoveService } from '@/api/services/move-service'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { count } from '@/lib/words'
import { runKey, type Action } from '@/ui/action'
import { Empty } from '@/ui/empty'
import { Button } from '@/ui/button'
import { Plus } from 'lucide-react'

const nodeTypes: NodeTypes = { service: ServiceNode }

interface CanvasProps {
  project: Project
  selected: string | null
  actions: readonly Action<Service>[]
  /** `toPanel`: the focus goes into the panel, as after Enter. */
  onOpen: (id: string, toPanel: boolean) => void
  onClose: () => void
  /** Asks for a new service near the middle of what is seen. */
  onAdd: (near: Point) => void
}

export function CanvasView(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ project, selected, actions, onOpen, onClose, onAdd }: CanvasProps) {
  const services = useMemo(() => project.services ?? [], [project.services])
  const section = useRef<HTMLElement>(null)
  const flow = useReactFlow()
  const move = useMoveService()
  const { dragged, drag, drop, focused, focus } = useCanvasStore()
  const nodes = useNodes(services, dragged, selected)
  useReveal(section, nodes, selected)

  // The canvas is one tab stop: the selected node, else the one that was walked to last, else the first.
  useEffect(() => {
    if (!services.some((service) => service.id === focused)) focus(selected ?? services[0]?.id ?? null)
  }, [services, focused, selected, focus])

  const add = () => {
    const box = section.current?.getBoundingClientRect()
    const middle = box ? flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 }) : { x: 0, y: 0 }
    onAdd(snap({ x: middle.x - nodeWidth / 2, y: middle.y - nodeHeight / 2 }))
  }
  const place = (id: string, to: Point) => move.mutate({ id, projectId: project.id, ...to }, { onSettled: () => drop(id) })
  const walkTo = (id: string) => {
    focus(id)
    document.getElementById(`node-${id}`)?.focus({ preventScroll: true })
    reveal(id)
  }
  const reveal = (id: string) => {
    const node = nodes.find((candidate) => candidate.id === id)
    if (node && section.current && !isInside(section.current, flow.flowToScreenPosition(node.position), flow.getZoom()))
      void flow.setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom: flow.getZoom(), duration: motion() })
  }
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const onNode = services.find((service) => service.id === (event.target as HTMLElement).dataset.id)
    if (pressed(event, onNode)) event.preventDefault()
  }
  const pressed = (event: KeyboardEvent, service: Service | undefined): boolean => {
    const direction = directionOf(event.key)
    const node = nodes.find((candidate) => candidate.id === service?.id)
    if (direction && node) {
      if (event.shiftKey) place(node.id, step(node.position, direction, grid))
      else {
        const next = neighbour(
          nodes.map(({ id, position }) => ({ id, ...position })),
          { id: node.id, ...node.position },
          direction,
        )
        if (next) walkTo(next.id)
      }
      return true
    }
    if (event.code === 'Digit1' && event.shiftKey) return fit()
    if (service && event.key === 'Enter') return done(() => onOpen(service.id, true))
    if (event.key === 'Escape') return done(onClose)
    if (event.key === 'a' && !event.shiftKey) return done(add)
    if (event.key === '+' || event.key === '=') return done(() => void flow.zoomIn({ duration: motion() }))
    if (event.key === '-') return done(() => void flow.zoomOut({ duration: motion() }))
    return service ? runKey(actions, service, event.key) : false
  }
  const fit = () => done(() => void flow.fitView({ maxZoom: 1, padding: 0.2, duration: motion() }))

  const changed = (changes: NodeChange<CanvasNode>[]) => {
    for (const change of changes) if (change.type === 'position' && change.position && change.dragging) drag(change.id, change.position)
  }
  return (
    // The keys belong to the nodes inside; the region only collects them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={section}
      className={styles.canvas}
      aria-label={`Canvas of ${project.name}, ${count(services.length, 'node')}. Arrows walk, Enter opens, A adds.`}
      onKeyDown={keys}
    >
      <ReactFlow<CanvasNode>
        nodes={nodes}
        nodeTypes={nodeTypes}
        onNodesChange={changed}
        onNodeClick={(_, node) => {
          focus(node.id)
          onOpen(node.id, false)
        }}
        onNodeDragStop={(_, node) => place(node.id, node.position)}
        onPaneClick={onClose}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.2 }}
        minZoom={0.1}
        maxZoom={2}
        snapToGrid
        snapGrid={[grid, grid]}
        nodeDragThreshold={4}
        panOnScroll
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={services.length >= 200}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="dots" variant={BackgroundVariant.Dots} gap={grid} size={1.8} color="var(--canvas-dot)" />
        <Background id="marks" variant={BackgroundVariant.Dots} gap={grid * 5} size={2.6} color="var(--canvas-mark)" />
      </ReactFlow>
      {services.length > 0 && <AddPlate onAdd={add} />}
      {services.length > 0 && <ZoomPlate onFit={fit} />}
      {services.length === 0 && (
        <div className={styles.empty}>
          <Empty act={<Button kind="primary" icon={Plus} label="Add a service" onClick={add} />}>
            Paste the address of a Git repository. It is built, started and given an address of its own.
          </Empty>
        </div>
      )}
    </section>
  )
}

function useNodes(services: readonly Service[], dragged: Readonly<Record<string, Point>>, selected: string | null): CanvasNode[] {
  const [former, setFormer] = useState<CanvasNode[]>([])
  const nodes = useMemo(() => buildNodes(services, dragged, selected, former), [services, dragged, selected, former])
  const same = nodes.length === former.length && nodes.every((node, index) => node === former[index])
  if (!same) setFormer(nodes)
  return same ? former : nodes
}

/** The panel takes a part of the canvas: the node it is about stays in view. */
function useReveal(section: React.RefObject<HTMLElement | null>, nodes: readonly CanvasNode[], selected: string | null): void {
  const flow = useReactFlow()
  const shown = useRef(selected)
  useEffect(() => {
    if (shown.current === selected) return
    shown.current = selected
    const node = nodes.find(({ id }) => id === selected)
    const element = section.current
    if (!node || !element) return
    if (!isInside(element, flow.flowToScreenPosition(node.position), flow.getZoom()))
      void flow.setCenter(node.position.x + nodeWidth / 2, node.position.y + nodeHeight / 2, { zoom: flow.getZoom(), duration: motion() })
  }, [section, nodes, selected, flow])
}

function isInside(element: HTMLElement, at: Point, zoom: number): boolean {
  const box = element.getBoundingClientRect()
  return at.x >= box.left + 8 && at.y >= box.top + 8 && at.x + nodeWidth * zoom <= box.right - 8 && at.y + nodeHeight * zoom <= box.bottom - 8
}

function motion(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240
}

function done(run: () => void): true {
  run()
  return true
}
