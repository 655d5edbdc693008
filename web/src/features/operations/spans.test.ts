import { expect, test } from 'vitest'
import { readSpan } from './spans'

test('a span is read from a link, and what is none is any time', () => {
  expect(['1h', '30d', '90d', 'toString', '', null].map(readSpan)).toEqual(['1h', '30d', '', '', '', ''])
})
