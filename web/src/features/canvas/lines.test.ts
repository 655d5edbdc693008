import { expect, test } from 'vitest'
import { linesOf, routeOf, whyNotLink } from './lines'
import { aService } from '@/test-objects'

const link = (source: string, target: string, label: string) => ({ id: `${source}.${label}`, kind: 'variable' as const, source, target, label })
const web = aService({ id: 'web', current_deployment_id: 'd1', pending_changes: [{ field: 'env.API_URL' }] })
const api = aService({ id: 'api', name: 'api' })
const mail = aService({ id: 'mail', name: 'mail' })

test('one variable is called by its name, several are counted', () => {
  const lines = linesOf([link('web', 'api', 'API_URL'), link('api', 'mail', 'MAIL_URL'), link('api', 'mail', 'MAIL_HOST')], [web, api, mail])
  expect(lines.map(({ label }) => label)).toEqual(['API_URL', '2 variables'])
  expect(lines[1]?.names).toEqual(['MAIL_URL', 'MAIL_HOST'])
})

test('a link that is not deployed is marked as changed', () => {
  expect(linesOf([link('web', 'api', 'API_URL')], [web, api])[0]?.changed).toBe(true)
  expect(linesOf([link('web', 'api', 'OTHER')], [web, api])[0]?.changed).toBe(false)
})

test('what leads to a node that is not there is not drawn', () => {
  expect(linesOf([link('web', 'gone', 'X'), link('web', 'web', 'Y')], [web])).toEqual([])
})

test('a line leaves below for a node below, above for one above, at the side for one beside', () => {
  expect(routeOf({ x: 0, y: 0 }, { x: 320, y: 200 })).toMatchObject({ start: { x: 120, y: 96 }, end: { x: 440, y: 200 }, middle: { x: 280, y: 148 } })
  expect(routeOf({ x: 0, y: 200 }, { x: 0, y: 0 })).toMatchObject({ start: { x: 120, y: 200 }, end: { x: 120, y: 96 }, path: 'M120 200L120 96' })
  expect(routeOf({ x: 0, y: 0 }, { x: 320, y: 40 })).toMatchObject({ start: { x: 240, y: 48 }, end: { x: 320, y: 88 } })
  expect(routeOf({ x: 320, y: 0 }, { x: 0, y: 0 })).toMatchObject({ start: { x: 320 }, end: { x: 240 } })
})

test('two that go both ways do not cover each other', () => {
  const [there, back] = [routeOf({ x: 0, y: 0 }, { x: 0, y: 200 }, true), routeOf({ x: 0, y: 200 }, { x: 0, y: 0 }, true)]
  expect(there.start.x).not.toBe(back.start.x)
})

test('a wrong target says why', () => {
  expect(whyNotLink(web, web)).toBe('The node itself')
  expect(whyNotLink(web, aService({ id: 'worker', port: null }))).toBe('A worker has no address')
  expect(whyNotLink(web, api)).toBeNull()
})
