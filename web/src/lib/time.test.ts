import { describe, expect, test } from 'vitest'
import { ago, clock, duration, spanOf } from './time'

const now = Date.parse('2026-11-21T12:00:00Z')
const before = (milliseconds: number) => now - milliseconds

describe('clock', () => {
  test.each([
    [0, '0:00'],
    [999, '0:00'],
    [4_000, '0:04'],
    [72_000, '1:12'],
    [600_000, '10:00'],
    [3_729_000, '1:02:09'],
    [-5_000, '0:00'],
  ])('%i ms reads %s', (milliseconds, words) => {
    expect(clock(milliseconds)).toBe(words)
  })
})

test.each([
  [0, '< 0.1 s'],
  [49, '< 0.1 s'],
  [120, '0.1 s'],
  [940, '0.9 s'],
  [1_000, '0:01'],
  [72_000, '1:12'],
])('what took %i ms took %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words)
})

describe('ago', () => {
  test.each([
    [0, 'just now'],
    [59_000, 'just now'],
    [60_000, '1 min ago'],
    [59 * 60_000, '59 min ago'],
    [2 * 3_600_000, '2 h ago'],
    [3 * 86_400_000, '3 d ago'],
    [15 * 86_400_000, '6 Nov'],
  ])('%i ms reads %s', (span, words) => {
    expect(ago(before(span), now)).toBe(words)
  })

  test('a clock that is ahead of ours is just now', () => {
    expect(ago(now + 3_000, now)).toBe('just now')
  })
})

describe('spanOf', () => {
  test('what has not started has no span', () => {
    expect(spanOf(null, null, now)).toBeNull()
  })

  test('an open end counts to now', () => {
    expect(spanOf('2026-11-21T11:59:00Z', null, now)).toBe(60_000)
  })

  test('an end counts, whatever now is', () => {
    expect(spanOf('2026-11-21T11:00:00Z', '2026-11-21T11:00:04Z', now)).toBe(4_000)
  })
})
