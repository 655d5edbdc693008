export interface Point {
  x: number
  y: number
}

export interface Placed extends Point {
  id: string
}

export type Direction = 'left' | 'right' | 'up' | 'down'

export const nodeWidth = 240
export const nodeHeight = 96
export const grid = 20

/** Places for new nodes: far enough apart that an edge and its label fit between. */
const column = 320
const row = 200

export function snap({ x, y }: Point): Point {
  // Adding zero makes a negative zero plain.
  return { x: Math.round(x / grid) * grid + 0, y: Math.round(y / grid) * grid + 0 }
}

/** The free place nearest to a point: as a person would put it, in line with the others, over none. */
export function freePlace(taken: readonly Point[], near: Point): Point {
  const origin = taken[0] ?? snap(near)
  const home = { x: Math.round((near.x - origin.x) / column), y: Math.round((near.y - origin.y) / row) }
  for (let ring = 0; ; ring++) {
    const free = ringCells(ring)
      .map((cell) => ({ x: origin.x + (home.x + cell.x) * column, y: origin.y + (home.y + cell.y) * row }))
      .filter((place) => taken.every((other) => !overlaps(place, other)))
    const best = nearestTo(near, free)
    if (best) return snap(best)
  }
}

/** The cells of a square ring around the middle, ring 0 being the middle itself. */
function ringCells(ring: number): Point[] {
  const cells: Point[] = []
  for (let x = -ring; x <= ring; x++) for (let y = -ring; y <= ring; y++) if (Math.max(Math.abs(x), Math.abs(y)) === ring) cells.push({ x, y })
  return cells
}

function nearestTo(point: Point, places: readonly Point[]): Point | undefined {
  return places.toSorted((a, b) => distance(a, point) - distance(b, point))[0]
}

/** A row down counts as further than a column to the side: people add to the right first. */
function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, 2 * (a.y - b.y))
}

function overlaps(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < nodeWidth + grid && Math.abs(a.y - b.y) < nodeHeight + grid
}

/** The node an arrow key walks to: the nearest one on that side, one straight ahead before one off to the side. */
export function neighbour(nodes: readonly Placed[], from: Placed, direction: Direction): Placed | null {
  const ahead = nodes
    .filter((node) => node.id !== from.id)
    .map((node) => ({ node, ...relative(from, node, direction) }))
    .filter(({ forward, sideways }) => forward > 0 && Math.abs(sideways) <= forward * 2)
    .toSorted((a, b) => cost(a) - cost(b))
  return ahead[0]?.node ?? null
}

function relative(from: Point, to: Point, direction: Direction): { forward: number; sideways: number } {
  const [x, y] = [to.x - from.x, to.y - from.y]
  switch (direction) {
    case 'left':
      return { forward: -x, sideways: y }
    case 'right':
      return { forward: x, sideways: y }
    case 'up':
      return { forward: -y, sideways: x }
    case 'down':
      return { forward: y, sideways: x }
  }
}

function cost({ forward, sideways }: { forward: number; sideways: number }): number {
  return forward + 2 * Math.abs(sideways)
}

export function directionOf(key: string): Direction | null {
  switch (key) {
    case 'ArrowLeft':
      return 'left'
    case 'ArrowRight':
      return 'right'
    case 'ArrowUp':
      return 'up'
    case 'ArrowDown':
      return 'down'
    default:
      return null
  }
}

export function step({ x, y }: Point, direction: Direction, by: number): Point {
  const delta = { left: { x: -by, y: 0 }, right: { x: by, y: 0 }, up: { x: 0, y: -by }, down: { x: 0, y: by } }[direction]
  return { x: x + delta.x, y: y + delta.y }
}
