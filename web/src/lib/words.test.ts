import { expect, test } from 'vitest'
import { count, sentenceCase, symbolOf } from './words'

test('one is not many', () => {
  expect(count(1, 'service')).toBe('1 service')
  expect(count(0, 'service')).toBe('0 services')
  expect(count(2, 'entry', 'entries')).toBe('2 entries')
})

test.each([
  ['reserve_address', 'Reserve address'],
  ['WaitUntilHealthy', 'Wait until healthy'],
  ['drain-and-remove', 'Drain and remove'],
])('%s reads %s', (name, words) => {
  expect(sentenceCase(name)).toBe(words)
})

test.each([
  ['Node.js 20', 'Nd'],
  ['Static files', 'St'],
  ['Go 1.24', 'Go'],
  ['Elixir', 'El'],
])('%s is %s', (technology, symbol) => {
  expect(symbolOf(technology)).toBe(symbol)
})
