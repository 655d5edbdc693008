import { expect, test } from 'vitest'
import { highest, refusal } from './role'

test('the highest of several roles counts, and an admin is an owner', () => {
  expect(highest(['viewer', 'developer'])).toBe('developer')
  expect(highest(['admin'])).toBe('owner')
  expect(highest(['auditor'])).toBe(null)
})

test('what a role does not allow is refused with the role that does', () => {
  expect(refusal('viewer', 'developer')).toContain('the role developer')
  expect(refusal('developer', 'owner')).toContain('the role owner')
  expect(refusal('owner', 'developer')).toBe(null)
  expect(refusal('viewer', undefined)).toBe(null)
})

test('nothing is kept from a reader whose role is not known', () => {
  expect(refusal(null, 'owner')).toBe(null)
})
