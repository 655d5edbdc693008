import type { KeyboardEvent } from 'react'
import type { ReactFlowInstance } from '@xyflow/react'
import { directionOf, grid, neighbour, step, type Point } from './graph'
import type { CanvasNode } from './nodes'
import type { Service } from '@/api/service'
import { runKey, type Action } from '@/ui/action'

interface KeyHandlers {
  flow: ReactFlowInstance
  services: readonly Service[]
  nodes: readonly CanvasNode[]
  actions: readonly Action<Service>[]
  chosen: readonly string[]
  place: (id: string, to: Point) => void
  walkTo: (id: string) => void
  open: (id: string) => void
  add: () => void
  fit: () => void
  choose: (ids: readonly string[]) => void
  /** Del on several. */
  removeChosen: () => void
  escape: () => void
}

/** The keys of the canvas; letters work only with the focus in it (WCAG 2.1.4). */
export function handleKey(event: KeyboardEvent<HTMLElement>, handlers: KeyHandlers): void {
  if (event.altKey) return
  const service = handlers.services.find(({ id }) => id === (event.target as HTMLElement).dataset.id)
  const handled = event.ctrlKey || event.metaKey ? withControl(event, handlers) : pressed(event, service, handlers)
  if (handled) event.preventDefault()
}

function withControl(event: KeyboardEvent, { services, choose }: KeyHandlers): boolean {
  return event.key === 'a' && done(() => choose(services.map(({ id }) => id)))
}

function pressed(event: KeyboardEvent, service: Service | undefined, handlers: KeyHandlers): boolean {
  const { flow, nodes, actions, chosen } = handlers
  const direction = directionOf(event.key)
  const node = nodes.find((candidate) => candidate.id === service?.id)
  if (direction && node) {
    if (event.shiftKey) handlers.place(node.id, step(node.position, direction, grid))
    else {
      const places = nodes.map(({ id, position }) => ({ id, ...position }))
      const next = neighbour(places, { id: node.id, ...node.position }, direction)
      if (next) handlers.walkTo(next.id)
    }
    return true
  }
  if (event.code === 'Digit1' && event.shiftKey) return done(handlers.fit)
  if (service && event.key === 'Enter') return done(() => (event.shiftKey ? handlers.choose(toggled(chosen, service.id)) : handlers.open(service.id)))
  if (event.key === 'Escape') return done(handlers.escape)
  if (event.key === 'a' && !event.shiftKey) return done(handlers.add)
  if (event.key === '+' || event.key === '=') return done(() => void flow.zoomIn({ duration: motion() }))
  if (event.key === '-') return done(() => void flow.zoomOut({ duration: motion() }))
  if (event.key === 'Delete' && chosen.length > 1) return done(handlers.removeChosen)
  return service ? runKey(actions, service, event.key) : false
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
