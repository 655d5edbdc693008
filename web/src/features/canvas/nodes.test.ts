import { expect, test } from 'vitest'
import { buildNodes } from './nodes'
import { aService } from '@/test-objects'

const services = [aService({ id: 'a', canvas_x: 20, canvas_y: 40 }), aService({ id: 'b' })]

test('a node is where the server says, or where it is held', () => {
  expect(buildNodes(services, [], {}, new Set(), []).map(({ position }) => position)).toEqual([
    { x: 20, y: 40 },
    { x: 0, y: 0 },
  ])
  expect(buildNodes(services, [], { b: { x: 60, y: 80 } }, new Set(), [])[1]?.position).toEqual({ x: 60, y: 80 })
})

test('only the node that changed is a new object', () => {
  const before = buildNodes(services, [], {}, new Set(), [])
  const after = buildNodes([aService({ id: 'a', canvas_x: 20, canvas_y: 40, status: 'live' }), ...services.slice(1)], [], { b: { x: 20, y: 0 } }, new Set(), before)
  expect(after[0]).toBe(before[0])
  expect(after[1]).not.toBe(before[1])
})

test('selecting another changes the two', () => {
  const before = buildNodes(services, [], {}, new Set(['a']), [])
  const after = buildNodes(services, [], {}, new Set(['b']), before)
  expect(after.map(({ selected }) => selected)).toEqual([false, true])
})

test('a node knows how many links it has', () => {
  const link = { id: 'l', kind: 'variable' as const, source: 'a', target: 'b', label: 'X' }
  expect(buildNodes(services, [link, { ...link, id: 'm', label: 'Y' }], {}, new Set(), []).map(({ data }) => data.links)).toEqual([2, 2])
})
