import { expect, test } from 'vitest'
import * as v from 'valibot'
import { asTold, barOf, overAt, rowsOf, shownJson, spanOfHistory, ticksOf } from './history'
import { later } from './stepping'
import { OperationDetail, type OperationStep } from '@/api/operations/operation'

const at = (second: number) => `2026-11-21T12:00:${String(second).padStart(2, '0')}Z`

function history(steps: NonNullable<v.InferInput<typeof OperationDetail>['steps']>, fields: Partial<v.InferInput<typeof OperationDetail>> = {}): OperationDetail {
  return v.parse(OperationDetail, { id: 'o1', kind: 'deploy', status: 'live', object: { kind: 'service', id: 's1' }, started_at: at(0), finished_at: at(30), steps, ...fields })
}

function rows(steps: NonNullable<v.InferInput<typeof OperationDetail>['steps']>) {
  return rowsOf(history(steps).steps as OperationStep[], at(30))
}

const done = (name: string, from: number, to: number, attempt = 1) => ({ kind: 'activity' as const, name, status: 'completed', attempt, started_at: at(from), finished_at: at(to) })
const wait = (from: number, to: number) => ({ kind: 'timer' as const, name: 'wait', status: 'completed', started_at: at(from), finished_at: at(to) })

test('attempts of a step are one row, with the waits between them', () => {
  const [row, ...others] = rows([{ ...done('StartInstance', 1, 2), status: 'failed', error: 'no' }, wait(2, 4), done('StartInstance', 4, 6, 2)])
  expect(others).toEqual([])
  expect(row).toMatchObject({ label: 'Start instance', status: 'completed', attempts: 2, startedAt: Date.parse(at(1)), finishedAt: Date.parse(at(6)) })
  expect(row?.waits).toHaveLength(1)
})

test('a wait that belongs to no step is a row of its own', () => {
  expect(rows([done('CheckHealth', 1, 2), wait(2, 4), done('SwitchTraffic', 4, 5), wait(5, 9)]).map(({ label }) => label)).toEqual(['Check health', 'Wait', 'Switch traffic', 'Wait'])
})

test('a wait that was cut short lasted until what happened next, or to the end', () => {
  const cut = { ...wait(2, 0), status: 'waiting', finished_at: null }
  expect(rows([done('ClaimService', 1, 2), cut, done('BeginDeployment', 6, 7), cut]).filter(({ kind }) => kind === 'timer').map(({ finishedAt }) => finishedAt)).toEqual([Date.parse(at(6)), Date.parse(at(30))])
})

test('a row is as bad as its last run, and runs while one of them does', () => {
  expect(rows([done('RunJob', 1, 2), { ...done('RunJob', 2, 3), status: 'failed' }])[0]?.status).toBe('failed')
  const [running] = rows([{ ...done('RunJob', 1, 2), status: 'running', finished_at: null }, done('RunJob', 1, 3)])
  expect(running).toMatchObject({ status: 'running', finishedAt: null })
})

test('a job that is looked at again and again while it goes on is done once', () => {
  const look = (from: number, goesOn: boolean) => ({ ...done('RunJob', from, from + 1), detail: 'build', output: { Running: goesOn, Failure: null } })
  expect(rows([look(1, true), look(2, true), look(3, false)])).toMatchObject([{ label: 'Build', times: 1 }])
  expect(rows([look(1, true), { ...look(2, false), status: 'running', output: undefined, finished_at: null }])[0]?.times).toBe(1)
  expect(rows([done('CheckHealth', 1, 2), wait(2, 3), done('CheckHealth', 3, 4)])[0]?.times).toBe(2)
})

test('checks that never found it healthy have failed, and not before no more are made', () => {
  const check = (from: number) => ({ ...done('CheckHealth', from, from + 1), output: { Healthy: false, Failure: null, Seen: 'Nothing listens.' } })
  const [failed] = rows([check(1), wait(2, 3), check(3), done('KeepEvidence', 4, 5)])
  expect([failed?.status, failed?.runs.map(({ error }) => error)]).toEqual(['failed', [null, 'Nothing listens.']])
  expect(rows([check(1), wait(2, 3)])[0]?.status).toBe('completed')
  expect(rows([check(1), { ...done('KeepEvidence', 4, 5), status: later }])[0]?.status).toBe('completed')
})

test('a step that ended with a failure to tell has failed', () => {
  const [told] = history([{ ...done('RunJob', 1, 2), output: { Running: false, Failure: { Code: 'build_failed', Message: 'It ended with 3.' } } }]).steps as OperationStep[]
  expect(told && asTold(told, 'failed')).toMatchObject({ status: 'failed', error: 'It ended with 3.' })
  const [well] = history([{ ...done('RunJob', 1, 2), output: { Running: false, Failure: null } }]).steps as OperationStep[]
  expect(well && asTold(well, 'live').status).toBe('completed')
})

test('the span goes from the first thing that happened to the end, or to now', () => {
  const over = history([done('ClaimService', 0, 1)], { started_at: at(1), finished_at: at(5) })
  expect(spanOfHistory(over, 0)).toEqual({ start: Date.parse(at(0)), end: Date.parse(at(5)) })
  const runs = history([], { status: 'running', finished_at: null })
  expect(spanOfHistory(runs, Date.parse(at(20))).end).toBe(Date.parse(at(20)))
})

test('a bar stays within the span, and one without an end goes to its end', () => {
  const span = { start: 1_000, end: 2_000 }
  expect(barOf(span, 1_250, 1_500)).toEqual({ from: 25, width: 25 })
  expect(barOf(span, 1_500, null)).toEqual({ from: 50, width: 50 })
  expect(barOf(span, 500, 3_000)).toEqual({ from: 0, width: 100 })
})

test('the scale has few round marks, of a second as of a day', () => {
  expect(ticksOf({ start: 0, end: 149_000 }).map(({ label }) => label)).toEqual(['0:00', '0:30', '1:00', '1:30', '2:00'])
  expect(ticksOf({ start: 0, end: 900 }).map(({ label }) => label)).toEqual(['0.0 s', '0.2 s', '0.4 s', '0.6 s', '0.8 s'])
  expect(ticksOf({ start: 0, end: 90 }).map(({ label }) => label)).toEqual(['0 ms', '20 ms', '40 ms', '60 ms', '80 ms'])
  for (const whole of [1, 7, 3_000, 61_000, 7_200_000, 9e8]) expect(ticksOf({ start: 0, end: whole }).length).toBeLessThanOrEqual(8)
})

test('JSON that was sent as text is shown as what it is', () => {
  expect(shownJson('{"service":"s1"}')).toBe('{\n  "service": "s1"\n}')
  expect(shownJson('"[1]"')).toBe('[\n  1\n]')
  expect(shownJson('{not json')).toBe('"{not json"')
  expect(shownJson(true)).toBe('true')
})

test('what was terminated has no end of its own: its time does not go on', () => {
  const cut = history([done('ClaimService', 0, 1), { ...done('RunJob', 1, 6), status: 'terminated' }], { status: 'terminated', finished_at: null })
  expect(overAt(cut)).toBe(at(6))
  expect(spanOfHistory(cut, Date.parse(at(50)))).toEqual({ start: Date.parse(at(0)), end: Date.parse(at(6)) })
  expect(overAt({ ...cut, status: 'running' })).toBeNull()
})

test('what was stopped because the operation was cancelled has not failed', () => {
  const [stopped] = history([{ ...done('RunJob', 1, 2), output: { Running: false, Failure: { Code: 'build_killed', Message: 'It was stopped.' } } }]).steps as OperationStep[]
  expect(stopped && asTold(stopped, 'cancelled')).toMatchObject({ status: 'cancelled', error: null })
  expect(stopped && asTold(stopped, 'failed')).toMatchObject({ status: 'failed', error: 'It was stopped.' })
})
