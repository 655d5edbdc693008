import { expect, test, vi } from 'vitest'
import { chunkLines, firstAfter, linesOf, LogBuffer, toChunks } from './log-buffer'
import type { LogEntry, Level } from '@/api/deployments/log-entry'

const line = (seq: number, level: Level = 'info'): LogEntry => ({
  seq,
  timestamp: '2026-11-21T12:00:00Z',
  phase: 'build',
  instance: null,
  stream: null,
  level,
  message: `line ${seq}`,
  truncated: false,
})
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index))

test('a line that came before is dropped, whatever was resumed', () => {
  const buffer = new LogBuffer()
  buffer.append(lines(1, 3))
  buffer.append(lines(2, 5))
  expect(buffer.lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  expect(buffer.lastSeq).toBe(5)
})

test('readers are told once for a batch, and not for nothing', () => {
  const buffer = new LogBuffer()
  const told = vi.fn()
  buffer.subscribe(told)
  buffer.append(lines(1, 100))
  buffer.append(lines(1, 100))
  expect(told).toHaveBeenCalledTimes(1)
  buffer.end()
  buffer.end()
  expect(told).toHaveBeenCalledTimes(2)
})

test('past the limit whole chunks go, and the counts follow', () => {
  const buffer = new LogBuffer(2 * chunkLines)
  buffer.append([line(1, 'error'), ...lines(2, 2 * chunkLines)])
  expect(buffer.count('error')).toBe(1)
  buffer.append([line(2 * chunkLines + 1)])
  expect(buffer.dropped).toBe(chunkLines)
  expect(buffer.lines[0]?.seq).toBe(chunkLines + 1)
  expect(buffer.count('error')).toBe(0)
})

test('older lines come before, each once', () => {
  const buffer = new LogBuffer()
  buffer.append(lines(11, 20))
  buffer.prepend(lines(5, 12))
  expect(buffer.lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 16 }, (_, index) => index + 5))
  expect(buffer.firstSeq).toBe(5)
})

test('a hundred thousand lines are kept', () => {
  const buffer = new LogBuffer()
  for (let from = 1; from < 150_000; from += 1_000) buffer.append(lines(from, from + 999))
  expect(buffer.lines).toHaveLength(100_000)
  expect(buffer.lastSeq).toBe(150_000)
})

test('chunks that did not change stay the same objects', () => {
  const before = toChunks(lines(1, 120), [])
  expect(before.map((chunk) => chunk.lines.length)).toEqual([50, 50, 20])
  const after = toChunks(lines(1, 121), before)
  expect(after[0]).toBe(before[0])
  expect(after[1]).toBe(before[1])
  expect(after[2]).not.toBe(before[2])
})

test('a line is found by its number, though numbers are left out', () => {
  const some = [line(2), line(4), line(9)]
  expect([1, 2, 3, 4, 9].map((seq) => firstAfter(some, seq))).toEqual([0, 1, 1, 2, 3])
  expect(linesOf(some, [1, 2, 3, 9, 12]).map(({ seq }) => seq)).toEqual([2, 9])
})
