import { expect, test } from 'vitest'
import * as v from 'valibot'
import { happened, later, pointsOf, stepsAt } from './stepping'
import { OperationDetail, type OperationStep } from '@/api/operations/operation'

const at = (second: number) => `2026-11-21T12:00:0${second}Z`

const steps = v.parse(OperationDetail, {
  id: 'o1',
  kind: 'deploy',
  status: 'failed',
  object: { kind: 'service', id: 's1' },
  started_at: at(0),
  steps: [
    { kind: 'activity', name: 'ReserveHost', status: 'completed', output: 'a', started_at: at(0), finished_at: at(4) },
    { kind: 'activity', name: 'RunJob', status: 'failed', error: 'no disk', started_at: at(1), finished_at: at(2) },
    { kind: 'timer', name: 'wait', status: 'completed', started_at: at(2), finished_at: at(3) },
    { kind: 'event', name: 'Cancel', status: 'completed', started_at: at(3), finished_at: at(3) },
    { kind: 'activity', name: 'Remove', status: 'running', started_at: at(5) },
  ],
}).steps as OperationStep[]

const words = (point: number) => stepsAt(steps, pointsOf(steps), point).map(({ status }) => status)

test('what happened is in its order, an event once', () => {
  expect(pointsOf(steps).map(({ step, ended }) => `${step}${ended ? ' ended' : ''}`)).toEqual(['0', '1', '1 ended', '2', '2 ended', '3 ended', '0 ended', '4'])
})

test('at each point the history is what was known then', () => {
  expect(words(0)).toEqual(['running', later, later, later, later])
  expect(words(3)).toEqual(['running', 'failed', 'waiting', later, later])
  expect(words(7)).toEqual(['completed', 'failed', 'completed', 'completed', 'running'])
})

test('a result is not there before it came', () => {
  const [reserve, job] = stepsAt(steps, pointsOf(steps), 1)
  expect([reserve?.output, job?.error, job?.finished_at]).toEqual([undefined, null, null])
})

test('a look at what goes on is no end of it', () => {
  const looked = (goesOn: boolean) => happened({ ...(steps[0] as OperationStep), output: { Running: goesOn } }, { at: 0, step: 0, ended: true }, 'Build')
  expect([looked(true), looked(false)]).toEqual(['Build went on after 0:04', 'Build was done after 0:04'])
})

test('a step that its orchestration did not wait for was not done', () => {
  expect(happened({ ...(steps[0] as OperationStep), status: 'terminated' }, { at: 0, step: 0, ended: true }, 'Build')).toBe('Build was terminated after 0:04')
})
