import { expect, test } from 'vitest'
import { leavesEnd, offsetOf, windowOf } from './log-window'

const even = Array.from({ length: 2_000 }, () => 1_000)

test('only what can be seen is drawn, and the rest has its height', () => {
  const shown = windowOf(even, 50_000, 800, 600)
  expect(shown).toEqual({ first: 49, end: 52, before: 49_000, after: 1_948_000 })
})

test.each([
  [0, 0],
  [1_999_000, 1_999],
])('at %i chunk %i is drawn', (top, chunk) => {
  const { first, end } = windowOf(even, top, 800, 0)
  expect(chunk).toBeGreaterThanOrEqual(first)
  expect(chunk).toBeLessThan(end)
})

test('the heights before, drawn and after are always the whole', () => {
  const heights = [1_000, 1_440, 20, 3_000, 1_000, 60]
  const whole = offsetOf(heights, heights.length)
  for (let top = -100; top < whole + 500; top += 130) {
    const { first, end, before, after } = windowOf(heights, top, 700)
    const drawn = heights.slice(first, end).reduce((sum, height) => sum + height, 0)
    expect(before + drawn + after).toBe(whole)
    expect(end).toBeGreaterThan(first)
  }
})

test('nothing to draw', () => {
  expect(windowOf([], 0, 800)).toEqual({ first: 0, end: 0, before: 0, after: 0 })
})

test('scrolling up leaves the end; content that got shorter does not', () => {
  expect(leavesEnd({ top: 500, height: 1_000 }, { top: 400, height: 1_000 })).toBe(true)
  expect(leavesEnd({ top: 500, height: 1_000 }, { top: 400, height: 1_200 })).toBe(true)
  expect(leavesEnd({ top: 500, height: 1_000 }, { top: 100, height: 600 })).toBe(false)
  expect(leavesEnd({ top: 500, height: 1_000 }, { top: 560, height: 1_060 })).toBe(false)
})
