import { expect, test } from 'vitest'
import { endOf, readDay, startOf } from './days'

test('a day is read from a link, and what is none is no day', () => {
  expect(['2026-11-22', '2026-13-01', 'today', '2026-11-22T10:00', null].map(readDay)).toEqual(['2026-11-22', '', '', '', ''])
})

test('a day begins and ends with the reader, and ends where the next begins', () => {
  expect(new Date(startOf('2026-11-22')).getHours()).toBe(0)
  expect(endOf('2026-11-30')).toBe(startOf('2026-12-01'))
  expect([startOf(''), endOf('')]).toEqual(['', ''])
})
