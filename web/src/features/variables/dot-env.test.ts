import { expect, test } from 'vitest'
import { differences, dots, readDotEnv, toReplacement, writeDotEnv } from './dot-env'
import type { Variable } from '@/api/variables/variable'

const variable = (key: string, value: string | null, is_secret = false): Variable => ({ key, value, is_secret, updated_at: null, linked_service_id: null, link_type: null, preview: null })
const read = (text: string) => Object.fromEntries(readDotEnv(text).values)
const faults = (text: string) => readDotEnv(text).faults.map(({ line, message }) => `${line}: ${message}`)

test.each([
  ['A=1', { A: '1' }],
  ['export A = 1 ', { A: '1' }],
  ['# note\n\nA=1 # why\nB=a#b', { A: '1', B: 'a#b' }],
  ['A=', { A: '' }],
  ['A="x\\ny" # why', { A: 'x\ny' }],
  ["A='x\\ny'", { A: 'x\\ny' }],
  ['A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
  ['A=$B', { A: '$B' }],
  ['A=#none', { A: '#none' }],
  ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
])('%j is read', (text, values) => {
  expect(read(text)).toEqual(values)
})

test('faults name their lines, and the lines after them are read', () => {
  const text = 'A=1\nnonsense\n2B=3\nA=4\nC="open\nPORT=1\nD=5'
  expect(faults(text).map((fault) => Number(fault.split(':')[0]))).toEqual([2, 3, 4, 5, 6])
  expect(read(text)).toEqual({ A: '1', D: '5' })
})

test('a line after a value of several lines keeps its number', () => {
  expect(faults('A="1\n2\n3"\nnonsense')[0]).toMatch(/^4:/)
})

test.each(['', 'plain', 'two words', "it's $5", 'a"b\\c', 'line\nline', "both ' and \"", '  padded ', 'päß → ✓'])('%j reads back as it was written', (value) => {
  expect(read(writeDotEnv([variable('A', value)], 'dots'))).toEqual({ A: value })
})

test('secrets are dots in the editor and do not leave in a file', () => {
  const secret = [variable('TOKEN', null, true)]
  expect(writeDotEnv(secret, 'dots')).toBe(`TOKEN=${dots}\n`)
  expect(read(writeDotEnv(secret, 'comments'))).toEqual({})
})

test('the differences are what saving would do; dots keep a secret', () => {
  const present = [variable('A', '1'), variable('B', '2'), variable('TOKEN', null, true), variable('OTHER_KEY', null, true)]
  const wanted = readDotEnv(`A=1\nB=3\nC=4\nTOKEN=${dots}\nOTHER_KEY=new`).values
  expect(differences(present, wanted)).toEqual([
    { key: 'B', kind: 'changed', was: '2', is: '3' },
    { key: 'C', kind: 'added', was: null, is: '4' },
    { key: 'OTHER_KEY', kind: 'changed', was: null, is: null },
  ])
  expect(toReplacement(present, wanted)).toEqual({ A: '1', B: '3', C: '4', TOKEN: null, OTHER_KEY: 'new' })
  expect(differences(present, new Map())).toHaveLength(4)
})
