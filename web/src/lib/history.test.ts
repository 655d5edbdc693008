import { beforeEach, expect, test, vi } from 'vitest'
import { useHistory, type Step } from './history'

let value = ''
const history = () => useHistory.getState()
const step = (from: string, to: string, more: Partial<Step> = {}): Step => ({
  label: `${from} to ${to}`,
  undo: async () => void (value = from),
  redo: async () => void (value = to),
  ...more,
})

beforeEach(() => {
  useHistory.setState({ of: null, past: [], future: [], failed: null, isBusy: false })
  history().begin('p1')
})

test('steps are taken back in the other order, and done again in theirs', async () => {
  history().record(step('a', 'b'))
  history().record(step('b', 'c'))
  expect((await history().undo())?.label).toBe('b to c')
  await history().undo()
  expect(value).toBe('a')
  expect(await history().undo()).toBeNull()
  await history().redo()
  await history().redo()
  expect(value).toBe('c')
})

test('a new step ends what could be done again', async () => {
  history().record(step('a', 'b'))
  await history().undo()
  history().record(step('a', 'x'))
  expect(await history().redo()).toBeNull()
})

test('the hundred newest are kept', () => {
  for (let i = 0; i < 120; i++) history().record(step(String(i), String(i + 1)))
  expect(history().past).toHaveLength(100)
  expect(history().past[0]?.label).toBe('20 to 21')
})

test('one gesture is one step, until there was a pause', async () => {
  vi.useFakeTimers()
  history().record(step('a', 'b', { gesture: 'keys' }))
  history().record(step('b', 'c', { gesture: 'keys' }))
  vi.advanceTimersByTime(2_000)
  history().record(step('c', 'd', { gesture: 'keys' }))
  vi.useRealTimers()
  expect(history().past).toHaveLength(2)
  await history().undo()
  expect(value).toBe('c')
  await history().undo()
  expect(value).toBe('a')
})

test('a step that is refused is gone and says so; those before it stay', async () => {
  history().record(step('a', 'b'))
  history().record(step('b', 'c', { undo: () => Promise.reject(new Error('Changed meanwhile')) }))
  expect(await history().undo()).toBeNull()
  expect(history().failed).toMatchObject({ label: 'b to c', what: 'undo' })
  await history().undo()
  expect(value).toBe('a')
  expect(history().failed).toBeNull()
})

test('another project begins anew', () => {
  history().record(step('a', 'b'))
  history().begin('p1')
  expect(history().past).toHaveLength(1)
  history().begin('p2')
  expect(history().past).toHaveLength(0)
})
