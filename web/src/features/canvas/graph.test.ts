import { describe, expect, test } from 'vitest'
import { freePlace, neighbour, nodeHeight, nodeWidth, snap, step, type Direction, type Placed, type Point } from './graph'

const overlap = (a: Point, b: Point) => Math.abs(a.x - b.x) < nodeWidth && Math.abs(a.y - b.y) < nodeHeight

describe('freePlace', () => {
  test('the first node goes where it was asked for, on the grid', () => {
    expect(freePlace([], { x: 13, y: 29 })).toEqual({ x: 20, y: 20 })
  })

  test('the next one goes beside, in line', () => {
    expect(freePlace([{ x: 0, y: 0 }], { x: 20, y: -20 })).toEqual({ x: 320, y: 0 })
  })

  test('forty in a row never overlap and stay on the grid', () => {
    const taken: Point[] = []
    for (let number = 0; number < 40; number++) {
      const place = freePlace(taken, { x: 100, y: 50 })
      expect(taken.some((other) => overlap(other, place))).toBe(false)
      expect(place).toEqual(snap(place))
      taken.push(place)
    }
  })

  test('a free place that is asked for is taken', () => {
    expect(freePlace([{ x: 0, y: 0 }], { x: 640, y: 200 })).toEqual({ x: 640, y: 200 })
  })
})

describe('neighbour', () => {
  const nodes: Placed[] = [
    { id: 'web', x: 0, y: 0 },
    { id: 'admin', x: 320, y: 0 },
    { id: 'worker', x: 640, y: 0 },
    { id: 'reports', x: 0, y: 200 },
    { id: 'api', x: 320, y: 220 },
  ]
  const at = (id: string) => nodes.find((node) => node.id === id) as Placed

  test.each<[string, Direction, string | null]>([
    ['web', 'right', 'admin'],
    ['admin', 'right', 'worker'],
    ['worker', 'left', 'admin'],
    ['admin', 'down', 'api'],
    ['api', 'up', 'admin'],
    ['api', 'left', 'reports'],
    ['web', 'left', null],
    ['web', 'up', null],
  ])('from %s %s is %s', (from, direction, to) => {
    expect(neighbour(nodes, at(from), direction)?.id ?? null).toBe(to)
  })

  test('every node can be reached from every other', () => {
    const seen = new Set(['web'])
    const queue = ['web']
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(nodes, at(id), direction)
        if (next && !seen.has(next.id)) queue.push(next.id)
        if (next) seen.add(next.id)
      }
    expect(seen.size).toBe(nodes.length)
  })
})

test('a step goes the way of the arrow', () => {
  expect(step({ x: 0, y: 0 }, 'left', 20)).toEqual({ x: -20, y: 0 })
  expect(step({ x: 0, y: 0 }, 'down', 20)).toEqual({ x: 0, y: 20 })
})
