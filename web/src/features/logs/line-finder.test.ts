import { expect, test } from 'vitest'
import { LineFinder, pack } from './line-finder'

const lines = (from: number, ...messages: string[]) => pack(messages.map((message, index) => ({ seq: from + index, message })))

function found(finder: LineFinder, query: string): number[] {
  return Array.from(finder.take({ kind: 'find', id: 1, query })?.found ?? [])
}

test('lines are found whatever their case and colours', () => {
  const finder = new LineFinder()
  finder.take({ kind: 'append', lines: lines(1, 'GET /a', 'nothing', '\u001b[31mg\u001b[0met /b') })
  expect(found(finder, 'get')).toEqual([1, 3])
  expect(found(finder, '')).toEqual([])
})

test('what comes after, before and what goes is known', () => {
  const finder = new LineFinder()
  finder.take({ kind: 'append', lines: lines(11, 'a', 'b') })
  finder.take({ kind: 'append', lines: lines(13, '', 'a\nb', 'a') })
  finder.take({ kind: 'prepend', lines: lines(9, 'a', 'İ a') })
  expect(found(finder, 'a')).toEqual([9, 10, 11, 14, 15])
  finder.take({ kind: 'drop', before: 11 })
  expect(found(finder, 'a')).toEqual([11, 14, 15])
  finder.take({ kind: 'drop', before: 99 })
  expect(found(finder, 'a')).toEqual([])
})

test('a hundred thousand lines are searched at once', () => {
  const finder = new LineFinder()
  finder.take({ kind: 'append', lines: lines(0, ...Array.from({ length: 100_000 }, (_, index) => `request ${index} answered`)) })
  expect(found(finder, '99999 ANS')).toEqual([99_999])
})
