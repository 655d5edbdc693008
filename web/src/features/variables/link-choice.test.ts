import { expect, test } from 'vitest'
import { choicesFor, linkLabel } from './link-choice'
import { aService } from '@/test-objects'

const services = [aService({ id: 'web', name: 'web' }), aService({ id: 'api', name: 'api' }), aService({ id: 'jobs', name: 'jobs', port: null })]
const labels = (typed: string) => choicesFor(typed, services, 'web')?.map(({ label }) => label)

test('a dollar offers every part of every other node', () => {
  expect(labels('$')).toEqual(['api.internal_url', 'api.public_url', 'api.host', 'api.port', 'jobs.internal_url', 'jobs.public_url', 'jobs.host', 'jobs.port'])
})

test('what follows narrows it, with or without braces', () => {
  expect(labels('$api.p')).toEqual(['api.public_url', 'api.port'])
  expect(labels('${{ api.po')).toEqual(['api.port'])
})

test('text is text', () => {
  for (const typed of ['', 'info', 'a$', '$HOME/bin', '$ x y']) expect(choicesFor(typed, services, 'web')).toBe(null)
})

test('a worker is offered with the reason why not', () => {
  expect(choicesFor('$jobs.port', services, 'web')).toEqual([{ target: 'jobs', type: 'port', label: 'jobs.port', why: 'A worker has no address' }])
})

test('a link is called by its node and part, also when the node is gone', () => {
  expect(linkLabel({ target: 'api', type: 'host' }, services)).toBe('api.host')
  expect(linkLabel({ target: 'x', type: 'host' }, services)).toBe('deleted service.host')
})
