import { expect, test } from 'vitest'
import { currentStep, progress, stepLabel, stepState, stepVerb } from './steps'
import { aDeployment, aStep } from '@/test-objects'

const start = '2026-11-21T12:00:00Z'
const end = '2026-11-21T12:00:04Z'

test.each([
  ['pending', 'waits'],
  ['running', 'runs'],
  ['succeeded', 'done'],
  ['Completed', 'done'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['undone', 'undone'],
])('%s is %s', (status, state) => {
  expect(stepState(aStep({ name: 'build', status }))).toBe(state)
})

test('an unknown word is read from the times', () => {
  expect(stepState(aStep({ name: 'build', status: '?' }))).toBe('waits')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start }))).toBe('runs')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start, finished_at: end }))).toBe('done')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start, finished_at: end, error: 'no' }))).toBe('failed')
})

test('of two steps that run at once the later one is told', () => {
  const steps = [
    { name: 'provision', status: 'running', started_at: start },
    { name: 'build', status: 'running', started_at: end },
  ]
  expect(currentStep(aDeployment({ steps }))?.name).toBe('build')
})

test('progress counts what is done and what runs', () => {
  expect(progress(aDeployment({ steps: [] }))).toBeNull()
  expect(progress(aDeployment({ steps: [{ name: 'a', status: 'done' }, { name: 'b', status: 'running' }, { name: 'c' }] }))).toEqual({ step: 2, of: 3 })
  expect(
    progress(
      aDeployment({
        steps: [
          { name: 'a', status: 'done' },
          { name: 'b', status: 'done' },
        ],
      }),
    ),
  ).toEqual({ step: 2, of: 2 })
})

test('a step that this page does not know is shown by its name', () => {
  expect(stepLabel('drain_and_remove')).toBe('Drain and remove')
  expect(stepVerb('drain_and_remove')).toBeNull()
})
