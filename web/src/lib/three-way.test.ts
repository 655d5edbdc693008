import { expect, test } from 'vitest'
import { dirtyFields, startDraft, withMine, withNews } from './three-way'

const server = { start: 'npm start', branch: 'main' }

test('news go into what nobody touched', () => {
  expect(withNews(startDraft(server), { start: 'yarn start', branch: 'main' }).mine).toEqual({ start: 'yarn start', branch: 'main' })
})

test('news never go over what was typed, and both values are known', () => {
  const typed = withMine(startDraft(server), { start: 'node server.js' })
  const draft = withNews(typed, { start: 'yarn start', branch: 'next' })
  expect(draft.mine).toEqual({ start: 'node server.js', branch: 'next' })
  expect(draft.torn).toEqual(['start'])
  expect(draft.base.start).toBe('yarn start')
  expect(dirtyFields(draft.mine, draft.base)).toEqual(['start'])
})

test('the same words from both are no quarrel', () => {
  const draft = withNews(withMine(startDraft(server), { start: 'node a.js' }), { ...server, start: 'node a.js' })
  expect(draft.torn).toEqual([])
})

test('a quarrel ends with the reader taking either value', () => {
  const torn = withNews(withMine(startDraft(server), { start: 'node a.js' }), { ...server, start: 'yarn start' })
  expect(withMine(torn, { start: torn.base.start })).toMatchObject({ mine: { start: 'yarn start' }, torn: [] })
  expect(withMine(torn, { start: torn.mine.start })).toMatchObject({ mine: { start: 'node a.js' }, torn: [] })
})

test('no news leave the draft the same object', () => {
  const draft = withMine(startDraft(server), { start: 'x' })
  expect(withNews(draft, { ...server })).toBe(draft)
})
