export const lineHeight = 20

export interface LogWindow {
  /** The chunks to draw: from `first` up to, not including, `end`. */
  first: number
  end: number
  /** Pixels that stand for the chunks before and after. */
  before: number
  after: number
}

/** Which chunks can be seen, with `overscan` pixels more on both sides so that a fast scroll does not show a gap. */
export function windowOf(heights: readonly number[], top: number, viewport: number, overscan = 600): LogWindow {
  const from = top - overscan
  const to = top + viewport + overscan
  let first = 0
  let before = 0
  while (first < heights.length - 1 && before + (heights[first] ?? 0) <= from) before += heights[first++] ?? 0
  let end = first
  let y = before
  while (end < heights.length && (y < to || end === first)) y += heights[end++] ?? 0
  return { first, end, before, after: sum(heights, end) }
}

/** Where a chunk starts. */
export function offsetOf(heights: readonly number[], index: number): number {
  return heights.slice(0, index).reduce((total, height) => total + height, 0)
}

function sum(heights: readonly number[], from: number): number {
  let total = 0
  for (let index = from; index < heights.length; index++) total += heights[index] ?? 0
  return total
}

interface Scroll {
  top: number
  height: number
}

/** Whether a scroll was the reader going back: upwards, and not because the content got shorter. */
export function leavesEnd(before: Scroll, now: Scroll): boolean {
  return now.top < before.top - 2 && now.height >= before.height
}
