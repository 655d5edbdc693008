import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AlertsPage } from './alerts-page'
import { aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const open = {
  id: 'a1',
  kind: 'crash_loop',
  status: 'open',
  project_id: 'p1',
  service_id: 's1',
  deployment_id: 'd7',
  message: 'web crashed 5 times in 5 minutes.',
  fix: 'Read its last lines.',
  opened_at: '2026-11-21T12:00:00Z',
  closed_at: null,
}
const over = { ...open, id: 'a0', kind: 'disk_nearly_full', status: 'closed', project_id: null, service_id: null, deployment_id: null, message: 'The disk is 91 % full.', closed_at: '2026-11-21T12:06:04Z' }
const none = { items: [], next_cursor: null }
const part = (name: string) => within(screen.getByRole('region', { name }))

test('what is open and what is over say what happened, what to do, where and when', async () => {
  serve({
    'GET /alerts?status=open&limit=50': { items: [open], next_cursor: null },
    'GET /alerts?status=closed&limit=50': { items: [over], next_cursor: 'next' },
    'GET /alerts?status=closed&limit=50&cursor=next': { items: [{ ...over, id: 'a00', kind: 'limit_90_percent', message: 'web was near its memory.' }], next_cursor: null },
    'GET /projects/p1': aProject({ services: [aService()] }),
  })
  renderAt('/alerts', <AlertsPage />)
  expect((await part('Open').findByRole('link', { name: 'Show web' })).getAttribute('href')).toBe('/p/storefront?node=s1')
  expect(part('Open').getByRole('link', { name: 'Show what was seen' }).getAttribute('href')).toBe('/d/d7')
  expect(part('Open').getByRole('listitem').textContent).toMatch(/Keeps crashing.*crashed 5 times.*Read its last lines/)
  const past = await part('Past').findByRole('listitem')
  expect(past.textContent).toMatch(/Disk nearly full21 Nov, .*, for 6:04.*91 % full.*About this machine/)
  expect(within(past).queryByRole('link')).toBeNull()
  fireEvent.click(part('Past').getByRole('button', { name: 'Show older' }))
  expect(await part('Past').findByText('Near its limit')).toBeTruthy()
  expect(part('Past').queryByRole('button')).toBeNull()
})

test('where nothing is open that is said, and the sections lead to the page', async () => {
  serve({ 'GET /alerts': none })
  renderAt('/alerts', <AlertsPage />)
  expect(await screen.findByText(/^Nothing needs a look/)).toBeTruthy()
  expect(await screen.findByText('No alert ended in the last 90 days.')).toBeTruthy()
  const link = within(screen.getByRole('navigation', { name: 'Sections' })).getByRole('link', { current: 'page' })
  expect([link.textContent, link.getAttribute('href')]).toEqual(['Alerts', '/alerts'])
})

test('what cannot be read says why, and is asked for again', async () => {
  let down = true
  serve({ 'GET /alerts': () => (down ? Response.json({ title: 'Unavailable', detail: 'The storage is away.', code: 'storage_unavailable' }, { status: 503 }) : none) })
  renderAt('/alerts', <AlertsPage />)
  await part('Open').findByText('The storage is away.')
  down = false
  fireEvent.click(part('Open').getByRole('button', { name: 'Retry' }))
  expect(await part('Open').findByText(/^Nothing needs a look/)).toBeTruthy()
})
