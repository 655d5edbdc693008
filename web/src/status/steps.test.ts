import { expect, test } from 'vitest'
import { currentStep, progress, stepLabel, stepsOf, stepState, stepVerb } from './steps'
import { aDeployment, aStep } from '@/test-objects'

const start = '2026-11-21T12:00:00Z'
const end = '2026-11-21T12:00:04Z'

test.each([
  ['running', 'runs'],
  ['done', 'done'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
])('%s is %s', (status, state) => {
  expect(stepState(aStep({ name: 'build', status }))).toBe(state)
})

test('an unknown word is read from the times', () => {
  expect(stepState(aStep({ name: 'build', status: '?' }))).toBe('waits')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start }))).toBe('runs')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start, finished_at: end }))).toBe('done')
  expect(stepState(aStep({ name: 'build', status: '?', started_at: start, finished_at: end, error: 'no' }))).toBe('failed')
})

test('while it runs a deployment shows the steps that come, afterwards only those that were', () => {
  const steps = [{ name: 'provision', status: 'done', started_at: start, finished_at: end }]
  expect(stepsOf(aDeployment({ status: 'building', steps })).map(({ name }) => name)).toEqual(['provision', 'clone', 'detect', 'build', 'deploy', 'health'])
  expect(stepsOf(aDeployment({ status: 'cancelled', steps })).map(({ name }) => name)).toEqual(['provision'])
})

test('of two steps that run at once the later one is told', () => {
  const steps = [
    { name: 'provision', status: 'running', started_at: start },
    { name: 'clone', status: 'running', started_at: end },
  ]
  expect(currentStep(aDeployment({ steps }))?.name).toBe('clone')
})

test('progress is the place of the step that runs', () => {
  expect(progress(aDeployment({ steps: [] }))).toBeNull()
  expect(progress(aDeployment({ step: 'build' }))).toEqual({ step: 4, of: 6 })
  expect(progress(aDeployment({ steps: [{ name: 'detect', status: 'running', started_at: start }] }))).toEqual({ step: 3, of: 6 })
  expect(progress(aDeployment({ step: 'something_new' }))).toBeNull()
})

test('a step that this page does not know is shown by its name', () => {
  expect(stepLabel('drain_and_remove')).toBe('Drain and remove')
  expect(stepVerb('drain_and_remove')).toBeNull()
})
