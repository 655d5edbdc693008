import { expect, test } from 'vitest'
import { find } from './rank'

const labels = (query: string, ...items: string[]) => find(items.map((label) => ({ label })), query).map(({ item }) => item.label)

test('without words everything is there, in its order', () => {
  expect(labels(' ', 'b', 'a')).toEqual(['b', 'a'])
})

test('every word has to fit, in any order', () => {
  expect(labels('api dep', 'Deploy api', 'Deploy web', 'Stop api')).toEqual(['Deploy api'])
})

test('the beginning of the label goes before the beginning of a word, that before its middle', () => {
  expect(labels('log', 'Catalogue', 'Show logs of web', 'Log out')).toEqual(['Log out', 'Show logs of web', 'Catalogue'])
})

test('marks say where the words stand, overlapping ones as one', () => {
  expect(find([{ label: 'Deploy api' }], 'api dep depl')[0]?.marks).toEqual([
    [0, 4],
    [7, 10],
  ])
})

test('words that are not shown are found and not marked', () => {
  expect(find([{ label: 'Dark theme', words: 'night' }], 'night')).toEqual([{ item: { label: 'Dark theme', words: 'night' }, marks: [] }])
})
