import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode, useReactFlow, useStoreApi, type NodeChange, type NodeTypes } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { aligned } from './align'
import { ConnectPlate, ToolsPlate, ZoomPlate } from './canvas-tools'
import { ChosenPlate, severalActs } from './chosen-plate'
import { CanvasMap } from './map'
import { handleKey, motion, toggled } from './canvas-keys'
import { useCanvasStore } from './canvas-store'
import styles from './canvas-view.module.css'
import { grid, nodeHeight, nodeWidth, snap, type Point } from './graph'
import { layOutAside } from './lay-out'
import { LinkLayer } from './link-layer'
import { linesOf } from './lines'
import type { CanvasNode } from './nodes'
import { ServiceNode } from './service-node'
import { useCanvasTools } from './use-canvas-tools'
import { useConnect } from './use-connect'
import { useMoves } from './use-moves'
import { useNodes, useReveal } from './use-nodes'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { count } from '@/lib/words'
import { useRefusal } from '@/lib/role'
import { useMedia } from '@/lib/use-media'
import type { Action } from '@/ui/action'
import { MenuList } from '@/ui/menu-list'
import { Empty } from '@/ui/empty'
import { Button } from '@/ui/button'
import { Plus } from 'lucide-react'

/** Everything in view, and clear of the plates, the bar and the map. */
const framed = { maxZoom: 1, padding: { top: '72px', bottom: '144px', x: '64px' } } as const
const nodeTypes: NodeTypes = { service: ServiceNode }

interface CanvasProps {
  project: Project
  selected: string | null
  actions: readonly Action<Service>[]
  /** Undo and redo, and what else works from the canvas by a key. */
  history: readonly Action<Project>[]
  /** `toPanel`: the focus goes into the panel, as after Enter. */
  onOpen: (id: string, toPanel: boolean) => void
  /** The variables of a node that uses others. */
  onOpenLinks: (id: string) => void
  onClose: () => void
  /** Asks for a new service near the middle of what is seen. */
  onAdd: (near: Point) => void
  onLink: (source: Service, target: Service) => void
  onCopy: (services: readonly Service[]) => void
  onPaste: (near: Point) => void
  onDuplicate: (services: readonly Service[]) => void
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

function Canvas({ project, selected, actions, history, onOpen, onOpenLinks, onClose, onAdd, onLink, onCopy, onPaste, onDuplicate, onSeveral, stale }: CanvasProps) {
  const services = useMemo(() => project.services ?? [], [project.services])
  const section = useRef<HTMLElement>(null)
  const flow = useReactFlow()
  const flowStore = useStoreApi()
  const coarse = useMedia('(pointer: coarse)')
  const mayChange = useRefusal('developer') === null
  const { dragged, drag, focused, focus, chosen, choose, tools } = useCanvasStore()
  const [menu, setMenu] = useState<{ id: string; top: number; left: number } | null>(null)
  const menuService = services.find(({ id }) => id === menu?.id)
  const marked = useMemo(() => new Set([...chosen, ...(selected === null ? [] : [selected])]), [chosen, selected])
  const nodes = useNodes(services, project.links, dragged, marked)
  const { reveal, enlarge } = useReveal(section, nodes, selected)
  const move = useMoves(project)
  const { source, begin, finish, cancel } = useConnect(services, onLink)

  // The canvas is one tab stop: the selected node, else the one that was walked to last, else the first.
  useEffect(() => {
    if (!services.some((service) => service.id === focused)) focus(selected ?? services[0]?.id ?? null)
  }, [services, focused, selected, focus])

  const fit = useCallback((what: 'all' | 'chosen' = 'all') => void flow.fitView({ ...framed, duration: motion(), ...(what === 'chosen' && marked.size > 0 ? { nodes: [...marked].map((id) => ({ id })) } : {}) }), [flow, marked])
  const layOut = useCallback(() => {
    void layOutAside({ nodes: services, lines: linesOf(project.links, services) })
      .then((places) => {
        move(places, undefined, 'Lay out')
        requestAnimationFrame(() => fit())
      })
      .catch(() => {})
  }, [services, project.links, move, fit])
  const from = selected ?? (chosen.length > 0 ? (chosen[0] ?? null) : focused)
  const own = useCanvasTools({ from, connect: begin, layOut, fit: useCallback(() => fit(), [fit]) })

  const middle = () => {
    const box = section.current?.getBoundingClientRect()
    const at = box ? flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 }) : { x: 0, y: 0 }
    return snap({ x: at.x - nodeWidth / 2, y: at.y - nodeHeight / 2 })
  }
  const add = () => mayChange && onAdd(middle())
  const nudge = (id: string, by: Point) => {
    const ids = chosen.includes(id) ? chosen : [id]
    move(nodes.filter((node) => ids.includes(node.id)).map((node) => ({ id: node.id, x: node.position.x + by.x, y: node.position.y + by.y })), 'keys')
  }
  const walkTo = (id: string) => {
    focus(id)
    document.getElementById(`node-${id}`)?.focus({ preventScroll: true })
    reveal(id)
  }
  const chosenServices = services.filter(({ id }) => chosen.includes(id))
  const clear = () => choose([])
  const escape = () => (source ? cancel() : chosen.length > 0 ? clear() : onClose())
  const keys = (event: KeyboardEvent<HTMLElement>) =>
    handleKey(event, {
      flow,
      project,
      services,
      nodes,
      actions,
      chosen,
      nudge,
      walkTo,
      finish,
      connect: begin,
      open: (id) => onOpen(id, true),
      add,
      fit,
      choose,
      copy: onCopy,
      paste: () => onPaste(middle()),
      duplicate: onDuplicate,
      removeChosen: () => onSeveral('delete', chosenServices),
      escape,
      tools: [...tools, ...history],
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
  const pull = (event: PointerEvent) => {
    const port = (event.target as HTMLElement).dataset.port
    if (port !== undefined && event.button === 0) begin(port)
  }
  return (
    // The keys belong to the nodes inside; the region only collects them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={section}
      className={styles.canvas}
      data-stale={stale === null ? undefined : ''}
      aria-label={`Canvas of ${project.name}, ${count(services.length, 'node')}. Arrows walk, Enter opens, Shift+Enter chooses, A adds, C connects.`}
      onKeyDown={keys}
      onPointerDown={pull}
    >
      <ReactFlow<CanvasNode>
        nodes={nodes}
        nodeTypes={nodeTypes}
        onNodesChange={changed}
        onNodeClick={(event, node) => {
          focus(node.id)
          if ((event.target as HTMLElement).dataset.port !== undefined || finish(node.id)) return
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
        onNodeDragStop={(_, __, moved) => move(moved.map(({ id, position }) => ({ id, ...position })))}
        onPaneClick={() => {
          if (source) return cancel()
          clear()
          onClose()
        }}
        onPaneContextMenu={(event) => event.preventDefault()}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={coarse ? true : [1]}
        selectNodesOnDrag={false}
        fitView
        fitViewOptions={framed}
        onInit={enlarge}
        minZoom={0.1}
        maxZoom={2}
        snapToGrid
        snapGrid={[grid, grid]}
        nodeDragThreshold={4}
        panOnScroll
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={services.length >= 200}
        nodesConnectable={false}
        nodesDraggable={mayChange}
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
        <LinkLayer links={project.links} services={services} dragged={dragged} selected={selected} onOpen={(line) => onOpenLinks(line.source)} />
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
      {services.length > 0 && <ToolsPlate project={project} groups={[own.filter(({ id }) => id !== 'fit'), history.filter(({ id }) => id === 'undo' || id === 'redo')]} onAdd={add} />}
      {source && <ConnectPlate source={source.name} onCancel={cancel} />}
      {!source && chosenServices.length > 1 && (
        <ChosenPlate number={chosenServices.length} acts={{ ...severalActs(chosenServices, onSeveral), align: (how) => move(aligned(chosenServices, how), undefined, `Align ${count(chosenServices.length, 'node')}`) }} onClear={clear} />
      )}
      {services.length > 0 && <ZoomPlate onFit={() => fit()} />}
      {services.length === 0 && (
        <div className={styles.empty}>
          <Empty act={<Button kind="primary" needs="developer" icon={Plus} label="Add a service" onClick={add} />}>
            Paste the address of a Git repository. It is built, started and given an address of its own.
          </Empty>
        </div>
      )}
    </section>
  )
}
