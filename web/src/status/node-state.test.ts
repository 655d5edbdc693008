import { expect, test } from 'vitest'
import { answers, changedCount, failureLine, nodeState, toneOf } from './node-state'
import { aDeployment, aService } from '@/test-objects'

test('what runs for a service goes before how it is', () => {
  expect(nodeState(aService({ status: 'live', operation: { kind: 'stop' } }))).toMatchObject({ status: 'deploying', word: 'Stopping' })
  expect(nodeState(aService({ status: 'live', operation: { kind: 'deploy' } }))).toMatchObject({ status: 'live', word: 'Live' })
})

test('a service without a repository says so', () => {
  expect(nodeState(aService({ status: 'not_configured', git_source: null }))).toMatchObject({ word: 'Not configured', since: null })
})

test('deploying says the step that runs and since when', () => {
  const service = aService({
    status: 'deploying',
    latest_deployment: aDeployment({
      status: 'building',
      steps: [
        { name: 'clone', status: 'done', started_at: '2026-11-21T12:00:00Z', finished_at: '2026-11-21T12:00:02Z' },
        { name: 'build', status: 'running', started_at: '2026-11-21T12:00:02Z' },
      ],
    }),
  })
  expect(nodeState(service)).toEqual({ status: 'deploying', word: 'Building', since: '2026-11-21T12:00:02Z', reason: null, progress: { step: 4, of: 6 } })
})

test('told in short it says the step by its name', () => {
  const latest = aDeployment({ status: 'building', step: 'clone', started_at: '2026-11-21T12:00:00Z' })
  expect(nodeState(aService({ status: 'deploying', latest_deployment: latest }))).toMatchObject({
    word: 'Cloning',
    since: '2026-11-21T12:00:00Z',
    progress: { step: 2, of: 6 },
  })
})

test('what is being deleted says only that', () => {
  expect(nodeState(aService({ status: 'live', deleting: true }))).toMatchObject({ status: 'stopped', word: 'Deleting' })
})

test('a crash loop is the reason before the last deployment', () => {
  const failure = { code: 'crash_loop', message: 'It crashed 5 times in 5 min and was stopped.' }
  expect(nodeState(aService({ status: 'failed', failure, latest_deployment: aDeployment() })).reason).toBe(failure.message)
})

test('a step without a word of ours leaves the word of the deployment', () => {
  const steps = [{ name: 'drain_old', status: 'running', started_at: '2026-11-21T12:00:02Z' }]
  expect(nodeState(aService({ status: 'deploying', latest_deployment: aDeployment({ status: 'checking', steps }) })).word).toBe('Checking health')
})

test('queued says how many are ahead and runs no clock', () => {
  const queued = aDeployment({ status: 'queued', waiting_for: { reason: 'capacity', position: 2 } })
  expect(nodeState(aService({ status: 'deploying', latest_deployment: queued }))).toMatchObject({ word: 'Queued, 2 ahead', since: null })
  expect(nodeState(aService({ status: 'deploying', latest_deployment: aDeployment({ status: 'queued' }) })).word).toBe('Queued')
})

test('live says when the last deployment failed while the old one serves', () => {
  const failed = aDeployment({ status: 'failed', error: { code: 'x', message: 'Nothing listens' } })
  expect(nodeState(aService({ status: 'live', latest_deployment: failed })).word).toBe('Live, last deploy failed')
  expect(nodeState(aService({ status: 'live', latest_deployment: aDeployment({ status: 'live' }) })).word).toBe('Live')
})

test('failed has its reason, without saying failed twice', () => {
  expect(
    nodeState(aService({ status: 'failed', latest_deployment: aDeployment({ status: 'failed', error: { code: 'x', message: 'crashed 5x in 5 min' } }) }))
      .reason,
  ).toBe('crashed 5x in 5 min')
  expect(failureLine('Failed', 'crashed 5x in 5 min')).toBe('Failed: crashed 5x in 5 min')
  expect(failureLine('Failed', 'The health check failed')).toBe('The health check failed')
  expect(failureLine('Failed', null)).toBe('Failed')
})

test('what never ran has no changes to deploy', () => {
  expect(changedCount(aService({ current_deployment_id: null, pending_changes: [{ field: 'port' }] }))).toBe(0)
  expect(changedCount(aService({ current_deployment_id: 'd', pending_changes: [{ field: 'port' }, { field: 'start_command' }] }))).toBe(2)
})

test('an address answers while something serves', () => {
  expect(answers(aService({ status: 'live' }))).toBe(true)
  expect(answers(aService({ status: 'deploying', current_deployment_id: 'd' }))).toBe(true)
  expect(answers(aService({ status: 'deploying', current_deployment_id: null }))).toBe(false)
  expect(answers(aService({ status: 'stopped', current_deployment_id: 'd' }))).toBe(false)
})

test('the tone of a deployment follows its end', () => {
  expect(toneOf(aDeployment({ status: 'pushing' }))).toBe('deploying')
  expect(toneOf(aDeployment({ status: 'live' }))).toBe('live')
  expect(toneOf(aDeployment({ status: 'failed' }))).toBe('failed')
  expect(toneOf(aDeployment({ status: 'superseded' }))).toBe('stopped')
})
