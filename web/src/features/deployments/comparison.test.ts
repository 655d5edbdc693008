import { expect, test } from 'vitest'
import * as v from 'valibot'
import { comparedRows, deploymentLabel, earlierFirst, otherToCompare } from './comparison'
import { Comparison } from '@/api/deployments/compare-deployments'
import { aDeployment } from '@/test-objects'

const side = (number: number) => ({ id: `d${number}`, number, image: `d${number}`, created_at: '2026-11-21T12:00:00Z' })

function aComparison(fields: Partial<v.InferInput<typeof Comparison>> = {}): Comparison {
  return v.parse(Comparison, { from: side(1), to: side(2), same: false, commit_changed: false, image_changed: false, config: [], variables: [], ...fields })
}

test('a setting is told with both values, a secret one without', () => {
  const rows = comparedRows(aComparison({ config: [{ field: 'port', old: 8080, new: null }, { field: 'git_source.token', old: '****', new: '****' }] }), () => null)
  expect(rows.find(({ what }) => what === 'Port')).toMatchObject({ was: '8080', is: 'no port', changed: true })
  expect(rows.find(({ what }) => /token/i.test(what))).toMatchObject({ was: 'Not shown', is: 'Not shown' })
})

test('variables are told by their names, never their values', () => {
  const rows = comparedRows(aComparison({ variables: [{ key: 'A', kind: 'added' }, { key: 'B', kind: 'changed' }, { key: 'C', kind: 'removed' }] }), () => null)
  expect(rows.filter(({ code }) => code).map(({ what, was, is }) => [what, was, is])).toEqual([
    ['A', 'Not set', 'Set'],
    ['B', 'Set', 'Another value'],
    ['C', 'Set', 'Not set'],
  ])
})

test('what was never taken down is said to be unknown, not the same', () => {
  const rows = comparedRows(aComparison({ config: null, variables: null }), () => null)
  expect(rows.filter(({ both }) => both?.startsWith('Not known'))).toHaveLength(2)
})

test('a rollback runs the build of the deployment it went back to', () => {
  const rows = comparedRows(aComparison({ image_changed: true, to: { ...side(3), image: 'd1' } }), (id) => (id === 'd1' ? 1 : null))
  expect(rows[0]).toMatchObject({ was: 'Its own', is: 'Of deployment 1' })
})

test('a deployment is compared with what serves, and what serves with the one that was live before', () => {
  const [one, two, three] = [aDeployment({ id: 'd1', number: 1 }), aDeployment({ id: 'd2', number: 2, status: 'failed' }), aDeployment({ id: 'd3', number: 3 })]
  expect(otherToCompare(two, [three, one], 'd3')).toBe('d3')
  expect(otherToCompare(three, [two, one], 'd3')).toBe('d1')
  expect(otherToCompare(one, [], 'd1')).toBeNull()
})

test('the earlier one is on the left', () => {
  expect(earlierFirst({ id: 'b', number: 2 }, { id: 'a', number: 1 })).toEqual(['a', 'b'])
  expect(earlierFirst({ id: 'a', number: 1 }, { id: 'b', number: 2 })).toEqual(['a', 'b'])
})

test('a choice says the number, how it is and its commit', () => {
  expect(deploymentLabel(aDeployment({ id: 'd2', number: 2, commit_sha: 'abcdef0123', commit_message: 'Say hello\n\nmore' }), 'd2')).toBe('2, serves now, abcdef0 Say hello')
  expect(deploymentLabel(aDeployment({ id: 'd1', number: 1, status: 'failed' }), 'd2')).toBe('1, failed')
})
