import { grid, nodeHeight, nodeWidth, type Placed } from './graph'
import type { Service } from '@/api/service'

export type Alignment = 'row' | 'column'

/** In one row or one column, where the first of them stands, in the order they have; none over another. */
export function aligned(services: readonly Service[], how: Alignment): Placed[] {
  const places = services.map(({ id, canvas_x, canvas_y }) => ({ id, x: canvas_x ?? 0, y: canvas_y ?? 0 }))
  const along = how === 'row' ? 'x' : 'y'
  const across = how === 'row' ? 'y' : 'x'
  const step = how === 'row' ? nodeWidth + 2 * grid : nodeHeight + 2 * grid
  const line = Math.min(...places.map((place) => place[across]))
  let free = -Infinity
  return places
    .toSorted((a, b) => a[along] - b[along])
    .map((place) => {
      const at = Math.max(place[along], free)
      free = at + step
      return { ...place, [along]: at, [across]: line }
    })
}
