import { expect, test } from 'vitest'
import { sketchOf, sketchSize } from './sketch'

const at = (id: string, x: number, y: number) => ({ id, name: id, status: 'live' as const, reason: null, canvas_x: x, canvas_y: y })

test('one node stands in the middle, no larger than one of several', () => {
  const [box] = sketchOf([at('a', 5000, -300)])
  expect(box && box.x + box.width / 2).toBeCloseTo(sketchSize.width / 2)
  expect(box && box.y + box.height / 2).toBeCloseTo(sketchSize.height / 2)
  expect(box?.width).toBeLessThan(sketchSize.width / 4)
})

test('many nodes fit into the picture and keep their order', () => {
  const boxes = sketchOf([at('a', 0, 0), at('b', 320, 200), at('c', 4000, 1800)])
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.y).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(sketchSize.width)
    expect(box.y + box.height).toBeLessThanOrEqual(sketchSize.height)
  }
  expect(boxes.map(({ x }) => x)).toEqual(boxes.map(({ x }) => x).toSorted((a, b) => a - b))
})

test('a project without nodes has nothing to draw', () => {
  expect(sketchOf([])).toEqual([])
})
