import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useStoreApi, type NodeChange, type NodeTypes } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { AddPlate, ZoomPlate } from './canvas-tools'
import { ChosenPlate, type ChosenActions } from './chosen-plate'
import { CanvasMap } from './map'
import { handleKey, motion, toggled } from './canvas-keys'
import { useCanvasStore } from './canvas-store'
import styles from './canvas-view.module.css'
import { grid, nodeHeight, nodeWidth, snap, type Point } from './graph'
import { buildNodes, type CanvasNode } from './nodes'
import { ServiceNode } from './service-node'
import { useMoveService } from '@/api/services/move-service'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { count } from '@/lib/words'
import { useMedia } from '@/lib/use-media'
import type { Action } from '@/ui/action'
import { MenuList } from '@/ui/menu-list'
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
  onSeveral: (what: 'deploy' | 'restart' | 'stop' | 'delete', services: readonly Service[]) => void
  /** Since when nothing was heard of the server; null while it is fresh. */
  stale: number | null
}

export function CanvasView(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ project, selected, actions, onOpen, onClose, onAdd, onSeveral, stale }: CanvasProps) {
  const services = useMemo(() => project.services ?? [], [project.services])
  const section = useRef<HTMLElement>(null)
  const flow = useReactFlow()
  const move = useMoveService()
  const flowStore = useStoreApi()
  const coarse = useMedia('(pointer: coarse)')
  const { dragged, drag, drop, focused, focus, chosen, choose } = useCanvasStore()
  const [menu, setMenu] = useState<{ id: string; top: number; left: number } | null>(null)
  const menuService = services.find(({ id }) => id === menu?.id)
  const marked = useMemo(() => new Set([...chosen, ...(selected === null ? [] : [selected])]), [chosen, selected])
  const nodes = useNodes(services, dragged, marked)
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
  const place = (id: string, to: Point) =>
    void move
      .mutateAsync({ id, projectId: project.id, ...to })
      .catch(() => {})
      .finally(() => drop(id))
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
  const fit = () => void flow.fitView({ maxZoom: 1, padding: 0.2, duration: motion() })
  const chosenServices = services.filter(({ id }) => chosen.includes(id))
  const clear = () => choose([])
  const keys = (event: KeyboardEvent<HTMLElement>) =>
    handleKey(event, {
      flow,
      services,
      nodes,
      actions,
      chosen,
      place,
      walkTo,
      open: (id) => onOpen(id, true),
      add,
      fit,
      choose,
      removeChosen: () => onSeveral('delete', chosenServices),
      escape: () => (chosen.length > 0 ? clear() : onClose()),
    })

  const changed = (changes: NodeChange<CanvasNode>[]) => {
    for (const change of changes) if (change.type === 'position' && change.position && change.dragging) drag(change.id, change.position)
    // A box that is drawn chooses; what a click chooses is decided by the click.
    if (!flowStore.getState().userSelectionActive) return
    const boxed = changes.filter((change) => change.type === 'select')
    if (boxed.length === 0) return
    const out = new Set(boxed.filter(({ selected: on }) => !on).map(({ id }) => id))
    choose([...new Set([...chosen.filter((id) => !out.has(id)), ...boxed.filter(({ selected: on }) => on).map(({ id }) => id)])])
  }
  return (
    // The keys belong to the nodes inside; the region only collects them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={section}
      className={styles.canvas}
      data-stale={stale === null ? undefined : ''}
      aria-label={`Canvas of ${project.name}, ${count(services.length, 'node')}. Arrows walk, Enter opens, Shift+Enter chooses, A adds.`}
      onKeyDown={keys}
    >
      <ReactFlow<CanvasNode>
        nodes={nodes}
        nodeTypes={nodeTypes}
        onNodesChange={changed}
        onNodeClick={(event, node) => {
          focus(node.id)
          // The one that the panel is about is chosen as well, when a second one is.
          if (event.shiftKey) return choose(toggled(chosen.length === 0 && selected !== null && selected !== node.id ? [selected] : chosen, node.id))
          clear()
          onOpen(node.id, false)
        }}
        onNodeContextMenu={(event, node) => {
          event.preventDefault()
          focus(node.id)
          setMenu({ id: node.id, top: event.clientY, left: event.clientX })
        }}
        onNodeDragStop={(_, __, moved) => moved.forEach((node) => place(node.id, node.position))}
        onPaneClick={() => {
          clear()
          onClose()
        }}
        onPaneContextMenu={(event) => event.preventDefault()}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={coarse ? true : [1]}
        selectNodesOnDrag={false}
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
        elementsSelectable
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="dots" variant={BackgroundVariant.Dots} gap={grid} size={1.8} color="var(--canvas-dot)" />
        <Background id="marks" variant={BackgroundVariant.Dots} gap={grid * 5} size={2.6} color="var(--canvas-mark)" />
      </ReactFlow>
      {services.length > 2 && <CanvasMap services={services} />}
      {menu && menuService && (
        <MenuList
          label={`Actions of ${menuService.name}`}
          on={menuService}
          actions={actions}
          place={{ top: menu.top, left: menu.left }}
          onClose={(refocus) => {
            setMenu(null)
            if (refocus) document.getElementById(`node-${menu.id}`)?.focus({ preventScroll: true })
          }}
        />
      )}
      {services.length > 0 && <AddPlate onAdd={add} />}
      {chosenServices.length > 1 && <ChosenPlate number={chosenServices.length} acts={severalActs(chosenServices, onSeveral)} onClear={clear} />}
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

function useNodes(services: readonly Service[], dragged: Readonly<Record<string, Point>>, selected: ReadonlySet<string>): CanvasNode[] {
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

/** A server that cannot stop or restart has no such buttons. */
function severalActs(services: readonly Service[], onSeveral: CanvasProps['onSeveral']): ChosenActions {
  const running = services.filter((service) => service.operation !== undefined && service.current_deployment_id !== null && service.status !== 'stopped')
  return {
    deploy: () => onSeveral('deploy', services),
    restart: running.length > 0 ? () => onSeveral('restart', running) : null,
    stop: running.length > 0 ? () => onSeveral('stop', running) : null,
    remove: () => onSeveral('delete', services),
  }
}
