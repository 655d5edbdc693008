import { expect, test } from 'vitest'
import { cutAt } from './find'

test('a text is cut where the query stands', () => {
  expect(cutAt('a GET and a get', 'get')).toEqual([
    { text: 'a ', found: false },
    { text: 'GET', found: true },
    { text: ' and a ', found: false },
    { text: 'get', found: true },
  ])
  expect(cutAt('İget', 'get')).toEqual([{ text: 'İget', found: false }])
})
