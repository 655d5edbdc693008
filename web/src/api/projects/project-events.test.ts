import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { keys } from '../keys'
import type { Project } from '../project'
import { applyProjectEvent } from './project-events'
import { aDeployment, aProject, aService } from '@/test-objects'

let cache: QueryClient
const tell = (event: string, data: unknown) => applyProjectEvent(cache, 'p1', { event, data: JSON.stringify(data) })
const project = () => cache.getQueryData<Project>(keys.project('p1'))
const names = () => project()?.services?.map(({ name }) => name)

beforeEach(() => {
  cache = new QueryClient()
})

test('the first event is the whole project, with what is deployed', () => {
  tell('snapshot', { project: aProject({ services: [aService()] }), revisions: { s1: 'a' }, deployments: [aDeployment({ status: 'building' })] })
  expect(names()).toEqual(['web'])
  expect(cache.getQueryData(keys.deployment('d1'))).toMatchObject({ status: 'building' })
})

test('later events are whole nodes: new, changed, gone; the others stay the same objects', () => {
  tell('snapshot', { project: aProject({ services: [aService(), aService({ id: 's2', name: 'api' })] }), revisions: {}, deployments: [] })
  const [first] = project()?.services ?? []
  tell('node', { kind: 'service', id: 's2', revision: 'b', node: aService({ id: 's2', name: 'api', status: 'live' }) })
  tell('node', { kind: 'service', id: 's3', revision: 'a', node: aService({ id: 's3', name: 'mail' }) })
  expect(names()).toEqual(['web', 'api', 'mail'])
  expect(project()?.services?.[0]).toBe(first)
  expect(project()?.services?.[1]?.status).toBe('live')
  tell('gone', { kind: 'service', id: 's1' })
  expect(names()).toEqual(['api', 'mail'])
})

test('links come all at once', () => {
  const link = { id: 'l1', kind: 'variable', source: 's1', target: 's2', label: 'API_URL' }
  tell('snapshot', { project: aProject({ services: [aService()] }), deployments: [] })
  tell('links', { links: [link] })
  expect(project()?.links).toEqual([link])
  expect(names()).toEqual(['web'])
})

test('what cannot be read changes nothing', () => {
  tell('snapshot', { project: aProject({ services: [aService()] }), deployments: [] })
  applyProjectEvent(cache, 'p1', { event: 'node', data: 'not json' })
  tell('node', { kind: 'planet' })
  tell('weather', {})
  expect(names()).toEqual(['web'])
})
