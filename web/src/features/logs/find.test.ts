import { expect, test } from 'vitest'
import { cutAt, findLines } from './find'
import type { LogEntry } from '@/api/deployments/log-entry'

const line = (message: string, index: number): LogEntry => ({
  seq: index + 1,
  timestamp: '2026-11-21T12:00:00Z',
  phase: null,
  instance: null,
  stream: null,
  level: 'info',
  message,
  truncated: false,
})

test('lines are found whatever their case and colours', () => {
  const lines = ['GET /a', 'nothing', '\u001b[31mg\u001b[0met /b'].map(line)
  expect(findLines(lines, 'get')).toEqual([0, 2])
  expect(findLines(lines, '')).toEqual([])
})

test('a text is cut where the query stands', () => {
  expect(cutAt('a GET and a get', 'get')).toEqual([
    { text: 'a ', found: false },
    { text: 'GET', found: true },
    { text: ' and a ', found: false },
    { text: 'get', found: true },
  ])
  expect(cutAt('İget', 'get')).toEqual([{ text: 'İget', found: false }])
})

test('a hundred thousand lines are searched at once', () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => line(`request ${index} answered`, index))
  expect(findLines(lines, '99999 ANS')).toEqual([99_999])
})
