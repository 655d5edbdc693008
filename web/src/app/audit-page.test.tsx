import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AuditPage } from './audit-page'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const entry = {
  id: 'e1',
  at: '2026-11-21T12:00:00Z',
  actor: 'ada',
  action: 'change_service',
  object_kind: 'service',
  object_id: 's1',
  fields: ['port', 'branch'],
  status: 200,
  request_id: 'r-1',
  address: '10.0.0.7',
}
const base = {
  'GET /alerts': { items: [], next_cursor: null },
  'GET /projects': { items: [{ id: 'p1', name: 'Storefront', slug: 'storefront', created_at: '2026-11-21T12:00:00Z', nodes: [{ id: 's1', name: 'web', status: 'live' }] }], next_cursor: null },
}
const row = async (what: string) => within((await screen.findByText(what, { selector: 'b' })).closest('tr') as HTMLElement)

test('an entry says who did what to which object, when, from where and how it ended', async () => {
  serve({
    ...base,
    'GET /audit': {
      items: [
        entry,
        { ...entry, id: 'e2', action: 'start_deployment', status: 202, fields: [] },
        { ...entry, id: 'e3', action: 'cancel_deployment', object_kind: 'deployment', object_id: '0123456789', status: null },
        { ...entry, id: 'e4', action: 'delete_token', object_kind: 'token', object_id: '9876543210', status: 503 },
        { ...entry, id: 'e5', action: 'paint_it_blue', object_kind: 'git', object_id: null, address: null },
        { ...entry, id: 'e6', action: 'terminate_instance', object_kind: 'operation', object_id: 'restart-0123456789' },
      ],
      next_cursor: null,
    },
  })
  renderAt('/audit', <AuditPage />)
  const changed = await row('Change service')
  expect((await changed.findByRole('link', { name: 'web, Storefront' })).getAttribute('href')).toBe('/p/storefront?node=s1')
  expect(changed.getByText('port, branch')).toBeTruthy()
  expect(changed.getByTitle('ada, 10.0.0.7')).toBeTruthy()
  expect(changed.getByText('Done').closest('[title]')?.getAttribute('title')).toBe('It was answered with 200. Request r-1')
  expect((await row('Deploy')).getByText('Begun')).toBeTruthy()
  const cancelled = await row('Cancel deployment')
  expect(cancelled.getByRole('link', { name: 'Deployment 23456789' }).getAttribute('href')).toBe('/d/0123456789')
  expect(cancelled.getByText('Not known')).toBeTruthy()
  const revoked = await row('Revoke token')
  expect(revoked.getByText('Failed')).toBeTruthy()
  expect(revoked.queryByRole('link')).toBeNull()
  expect((await row('Terminate instance')).getByRole('link', { name: 'Operation restart-0123456789' }).getAttribute('href')).toBe('/operations/restart-0123456789')
  expect((await row('Paint it blue')).getByText('Git')).toBeTruthy()
})

test('entries are narrowed by each filter of the API, and paged', async () => {
  const asked = serve({ ...base, 'GET /audit': { items: [entry], next_cursor: 'next' }, 'GET /audit?limit=50&cursor=next': { items: [{ ...entry, id: 'e0', action: 'create_service', actor: 'grace' }], next_cursor: null } })
  const { history } = renderAt('/audit', <AuditPage />)
  await row('Change service')
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }))
  await row('Add service')
  fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'grace' } })
  fireEvent.change(screen.getByLabelText('What'), { target: { value: 'create_service' } })
  fireEvent.change(await screen.findByRole('combobox', { name: 'Done to' }), { target: { value: 's1' } })
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-20' } })
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-11-21' } })
  expect(history.at(-1)).toBe('/audit?actor=grace&action=create_service&object=s1&from=2026-11-20&to=2026-11-21')
  const bounds = [new Date('2026-11-20T00:00'), new Date('2026-11-22T00:00')].map((at) => at.toISOString())
  const wanted = `/audit?${new URLSearchParams({ limit: '50', actor: 'grace', action: 'create_service', object: 's1', since: bounds[0] ?? '', until: bounds[1] ?? '' })}`
  await waitFor(() => expect(asked.map(({ path }) => path)).toContain(wanted))
})

test('older entries that cannot be read say why, beside those that are there', async () => {
  serve({ ...base, 'GET /audit': { items: [entry], next_cursor: 'next' }, 'GET /audit?limit=50&cursor=next': () => Response.json({ title: 'Bad Request', detail: 'The cursor is of another list.', code: 'invalid_request' }, { status: 400 }) })
  renderAt('/audit', <AuditPage />)
  await row('Change service')
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }))
  expect(await screen.findByText('The cursor is of another list.')).toBeTruthy()
  expect(await row('Change service')).toBeTruthy()
})

test('a name that was not seen yet is typed whole before it is asked for', async () => {
  const asked = serve({ ...base, 'GET /audit': { items: [entry], next_cursor: null } })
  const { history } = renderAt('/audit', <AuditPage />)
  await row('Change service')
  fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'gra' } })
  fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'grace ' } })
  expect(history.at(-1)).toBe('/audit')
  fireEvent.keyDown(screen.getByLabelText('Who'), { key: 'Enter' })
  expect(history.at(-1)).toBe('/audit?actor=grace')
  expect(asked.some(({ path }) => path.includes('actor=gra&'))).toBe(false)
})

test('a filter that nothing fits can be taken back, and one that is none is left out', async () => {
  const asked = serve({ ...base, 'GET /audit': { items: [], next_cursor: null } })
  const { history } = renderAt('/audit?actor=nobody&from=yesterday', <AuditPage />)
  fireEvent.click(await screen.findByRole('button', { name: 'Show all entries' }))
  expect(history.at(-1)).toBe('/audit')
  expect(await screen.findByText(/^Nothing was changed yet/)).toBeTruthy()
  expect(asked.some(({ path }) => path === '/audit?limit=50&actor=nobody')).toBe(true)
})

test('who may not read it is told why', async () => {
  serve({ ...base, 'GET /audit': () => Response.json({ title: 'Forbidden', detail: 'This needs the role owner.', code: 'forbidden' }, { status: 403 }) })
  renderAt('/audit', <AuditPage />)
  expect(await screen.findByText('The audit could not be read')).toBeTruthy()
  expect(screen.getByText('This needs the role owner.')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
})
