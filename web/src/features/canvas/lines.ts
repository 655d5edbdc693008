import { nodeHeight, nodeWidth, type Point } from './graph'
import type { Link } from '@/api/links/link'
import type { Service } from '@/api/service'

/** What goes from one node to another: one line, however many variables. */
export interface Line {
  id: string
  source: string
  target: string
  kind: Link['kind']
  label: string
  /** The names behind `3 variables`. */
  names: readonly string[]
  /** Saved and not deployed. */
  changed: boolean
  /** There is one the other way too: both keep off the middle. */
  mutual: boolean
}

export function linesOf(links: readonly Link[], services: readonly Service[]): Line[] {
  const present = new Map(services.map((service) => [service.id, service]))
  const lines = new Map<string, Line>()
  for (const { source, target, kind, label } of links) {
    const from = present.get(source)
    if (!from || !present.has(target) || source === target) continue
    const id = `${source}-${target}-${kind}`
    const names = [...(lines.get(id)?.names ?? []), label]
    const changed = from.current_deployment_id !== null && (from.pending_changes ?? []).some(({ field }) => names.includes(field.replace(/^env\./, '')))
    lines.set(id, { id, source, target, kind, names, label: names.length === 1 ? label : `${names.length} variables`, changed, mutual: links.some((other) => other.source === target && other.target === source) })
  }
  return [...lines.values()]
}

export interface Route {
  path: string
  /** Where the label stands. */
  middle: Point
  start: Point
  end: Point
}

const bend = 8
const clearance = 20
const aside = 24

/** A way with right angles between two nodes: down or up where there is room between their rows, else sideways. */
export function routeOf(from: Point, to: Point, mutual = false): Route {
  const shift = mutual ? aside : 0
  const [down, up] = [to.y - from.y - nodeHeight >= clearance, from.y - to.y - nodeHeight >= clearance]
  if (down || up) {
    const start = { x: from.x + nodeWidth / 2 + (down ? shift : -shift), y: from.y + (down ? nodeHeight : 0) }
    const end = { x: to.x + nodeWidth / 2 + (down ? shift : -shift), y: to.y + (down ? 0 : nodeHeight) }
    const half = (start.y + end.y) / 2
    return { start, end, ...through(start, { x: start.x, y: half }, { x: end.x, y: half }, end) }
  }
  const right = to.x >= from.x
  const start = { x: from.x + (right ? nodeWidth : 0), y: from.y + nodeHeight / 2 + (right ? shift : -shift) / 2 }
  const end = { x: to.x + (right ? 0 : nodeWidth), y: to.y + nodeHeight / 2 + (right ? shift : -shift) / 2 }
  const half = (start.x + end.x) / 2
  return { start, end, ...through(start, { x: half, y: start.y }, { x: half, y: end.y }, end) }
}

/** The way to where the pointer is, while one is drawn. */
export function routeTo(from: Point, pointer: Point): string {
  const start = { x: from.x + nodeWidth / 2, y: from.y + (pointer.y < from.y + nodeHeight / 2 ? 0 : nodeHeight) }
  const half = (start.y + pointer.y) / 2
  return through(start, { x: start.x, y: half }, { x: pointer.x, y: half }, pointer).path
}

function through(start: Point, first: Point, second: Point, end: Point): { path: string; middle: Point } {
  const middle = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 }
  const between = Math.abs(first.x - second.x) + Math.abs(first.y - second.y)
  if (between < 1) return { path: `M${at(start)}L${at(end)}`, middle }
  const one = Math.min(bend, between / 2, far(start, first))
  const two = Math.min(bend, between / 2, far(second, end))
  return {
    path: `M${at(start)}L${at(toward(first, start, one))}Q${at(first)} ${at(toward(first, second, one))}L${at(toward(second, first, two))}Q${at(second)} ${at(toward(second, end, two))}L${at(end)}`,
    middle,
  }
}

function toward(from: Point, to: Point, by: number): Point {
  const length = far(from, to)
  return length === 0 ? from : { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by }
}

function far(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}

/** Why a node cannot be what another one uses; null when it can. */
export function whyNotLink(source: Service, target: Service): string | null {
  if (source.id === target.id) return 'The node itself'
  if (target.deleting) return 'It is being deleted'
  if (target.port === null) return 'A worker has no address'
  return null
}
