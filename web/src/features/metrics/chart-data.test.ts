import { expect, test } from 'vitest'
import { toChartData, valueOf } from './chart-data'

const series = (name: string, points: [string | number, number | null][]) => ({ name, unit: '', points })

test('where samples are missing there is a gap, never a zero or a line', () => {
  const { times, values } = toChartData([series('cpu_percent', [[100, 1], [110, 2], [120, 3], [180, 4], [190, 5]])])
  expect(times).toEqual([100, 110, 120, 130, 180, 190])
  expect(values).toEqual([[1, 2, 3, null, 4, 5]])
})

test('two series share one axis; what one of them lacks is a gap of that one', () => {
  const { times, values } = toChartData([series('in', [[10, 1], [20, 2]]), series('out', [[20, 7], [30, 8]])])
  expect(times).toEqual([10, 20, 30])
  expect(values).toEqual([[1, 2, null], [null, 7, 8]])
})

test('times may be words, seconds or milliseconds', () => {
  const words = toChartData([series('a', [['2026-11-21T12:00:00Z', 1]])]).times
  expect(words).toEqual([Date.parse('2026-11-21T12:00:00Z') / 1_000])
  expect(toChartData([series('a', [[Date.parse('2026-11-21T12:00:00Z'), 1]])]).times).toEqual(words)
})

test('nothing gives nothing', () => {
  expect(toChartData([])).toEqual({ times: [], values: [] })
})

test.each([
  [46.7, 'percent', '47 %'],
  [0.234, 'percent', '0.23 %'],
  [0, 'percent', '0 %'],
  [694_157_312, 'bytes', '662 MB'],
  [1_229, 'bytes_per_second', '1.2 kB/s'],
  [2_147_483_648, 'bytes', '2 GB'],
  [1_000, 'bytes', '0.98 kB'],
] as const)('%d as %s reads %s', (value, unit, words) => {
  expect(valueOf(value, unit)).toBe(words)
})
