import type { KeyboardEvent } from 'react'
import type { ReactFlowInstance } from '@xyflow/react'
import { directionOf, grid, neighbour, step, type Point } from './graph'
import type { CanvasNode } from './nodes'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { runKey, type Action } from '@/ui/action'

interface KeyHandlers {
  flow: ReactFlowInstance
  services: readonly Service[]
  nodes: readonly CanvasNode[]
  actions: readonly Action<Service>[]
  chosen: readonly string[]
  /** Of the nodes that are chosen, if the focused one is among them; else of that one. */
  nudge: (id: string, by: Point) => void
  walkTo: (id: string) => void
  open: (id: string) => void
  add: () => void
  fit: (what: 'all' | 'chosen') => void
  choose: (ids: readonly string[]) => void
  copy: (services: readonly Service[]) => void
  paste: () => void
  duplicate: (services: readonly Service[]) => void
  /** Del on several. */
  removeChosen: () => void
  escape: () => void
  /** From the focused node. */
  connect: (id: string) => void
  /** True when a link was being drawn and Enter ends it here. */
  finish: (id: string) => boolean
  tools: readonly Action<Project>[]
  project: Project
}

/** The keys of the canvas; letters work only with the focus in it (WCAG 2.1.4). */
export function handleKey(event: KeyboardEvent<HTMLElement>, handlers: KeyHandlers): void {
  if (event.altKey) return
  const service = handlers.services.find(({ id }) => id === (event.target as HTMLElement).dataset.id)
  const handled = event.ctrlKey || event.metaKey ? withControl(event, service, handlers) : pressed(event, service, handlers)
  if (handled) event.preventDefault()
}

function withControl(event: KeyboardEvent, service: Service | undefined, { services, chosen, choose, copy, paste, duplicate }: KeyHandlers): boolean {
  if (event.shiftKey) return false
  const meant = chosen.length > 0 ? services.filter(({ id }) => chosen.includes(id)) : service ? [service] : []
  switch (event.key) {
    case 'a':
      return done(() => choose(services.map(({ id }) => id)))
    case 'c':
      // Text that is marked is what is copied.
      return meant.length > 0 && getSelection()?.isCollapsed !== false && done(() => copy(meant))
    case 'v':
      return done(paste)
    case 'd':
      return meant.length > 0 && done(() => duplicate(meant))
    default:
      return false
  }
}

function pressed(event: KeyboardEvent, service: Service | undefined, handlers: KeyHandlers): boolean {
  const { flow, nodes, actions, chosen } = handlers
  const direction = directionOf(event.key)
  const node = nodes.find((candidate) => candidate.id === service?.id)
  if (direction && node) {
    if (event.shiftKey) handlers.nudge(node.id, step({ x: 0, y: 0 }, direction, grid))
    else {
      const places = nodes.map(({ id, position }) => ({ id, ...position }))
      const next = neighbour(places, { id: node.id, ...node.position }, direction)
      if (next) handlers.walkTo(next.id)
    }
    return true
  }
  if (event.code === 'Digit1' && event.shiftKey) return done(() => handlers.fit('all'))
  if (event.code === 'Digit2' && event.shiftKey) return done(() => handlers.fit('chosen'))
  if (service && event.key === 'Enter' && handlers.finish(service.id)) return true
  if (service && event.key === 'Enter') return done(() => (event.shiftKey ? handlers.choose(toggled(chosen, service.id)) : handlers.open(service.id)))
  if (event.key === 'Escape') return done(handlers.escape)
  if (event.key === 'a' && !event.shiftKey) return done(handlers.add)
  if (event.key === '+' || event.key === '=') return done(() => void flow.zoomIn({ duration: motion() }))
  if (event.key === '-') return done(() => void flow.zoomOut({ duration: motion() }))
  if (event.key === 'Delete' && chosen.length > 1) return done(handlers.removeChosen)
  if (service && event.key === 'c' && !event.shiftKey) return done(() => handlers.connect(service.id))
  if (runKey(handlers.tools, handlers.project, /^[A-Z]$/i.test(event.key) && event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key)) return true
  return service && !event.shiftKey ? runKey(actions, service, event.key) : false
}

/** In or out of what is chosen. */
export function toggled(chosen: readonly string[], id: string): string[] {
  return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
}

/** How long the view may move; not at all for who asked for that. */
export function motion(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240
}

function done(run: () => void): true {
  run()
  return true
}
