import { expect, test } from 'vitest'
import { aligned } from './align'
import { aService } from '@/test-objects'

const services = [aService({ id: 'a', canvas_x: 400, canvas_y: 60 }), aService({ id: 'b', canvas_x: 0, canvas_y: 0 }), aService({ id: 'c', canvas_x: 20, canvas_y: 300 })]

test('a row is as high as the highest, in the order from left to right, none over another', () => {
  expect(aligned(services, 'row')).toEqual([
    { id: 'b', x: 0, y: 0 },
    { id: 'c', x: 280, y: 0 },
    { id: 'a', x: 560, y: 0 },
  ])
})

test('a column keeps the distances that are large enough', () => {
  expect(aligned(services, 'column')).toEqual([
    { id: 'b', x: 0, y: 0 },
    { id: 'a', x: 0, y: 136 },
    { id: 'c', x: 0, y: 300 },
  ])
})
