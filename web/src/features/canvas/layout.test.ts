import { expect, test } from 'vitest'
import { grid, nodeHeight, nodeWidth } from './graph'
import { layOut } from './layout'

const nodes = ['web', 'admin', 'api', 'db', 'lone', 'other'].map((id) => ({ id }))
const lines = [
  { source: 'web', target: 'api' },
  { source: 'admin', target: 'api' },
  { source: 'api', target: 'db' },
]

test('who uses others stands above them', () => {
  const placed = new Map(layOut({ nodes, lines }).map((place) => [place.id, place]))
  const y = (id: string) => placed.get(id)?.y ?? NaN
  expect(y('web')).toBe(y('admin'))
  expect(y('api')).toBeGreaterThan(y('web') + nodeHeight)
  expect(y('db')).toBeGreaterThan(y('api') + nodeHeight)
  expect(y('lone')).toBeGreaterThan(y('db') + nodeHeight)
})

test('nothing lies on another, everything on the grid', () => {
  const placed = layOut({ nodes, lines })
  expect(placed).toHaveLength(nodes.length)
  for (const [index, a] of placed.entries()) {
    expect([Math.abs(a.x % grid), Math.abs(a.y % grid)]).toEqual([0, 0])
    for (const b of placed.slice(index + 1)) expect(Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= nodeHeight).toBe(true)
  }
})
