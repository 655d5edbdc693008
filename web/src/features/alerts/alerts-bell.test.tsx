import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AlertsBell } from './alerts-bell'
import { aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const crash = {
  id: 'a1',
  kind: 'crash_loop',
  project_id: 'p1',
  service_id: 's1',
  deployment_id: 'd7',
  message: 'web crashed 5 times in 5 minutes.',
  fix: 'Read its last lines.',
  opened_at: '2026-11-21T12:00:00Z',
}

test('the bell counts what is open, and leads to the node and to what was seen', async () => {
  serve({ 'GET /alerts': { items: [crash], next_cursor: null }, 'GET /projects/p1': aProject({ services: [aService()] }) })
  renderAt('/', <AlertsBell />)
  fireEvent.click(await screen.findByRole('button', { name: '1 open alert' }))
  expect((await screen.findByRole('link', { name: 'Show web' })).getAttribute('href')).toBe('/p/storefront?node=s1')
  expect(screen.getByRole('link', { name: 'Show what was seen' }).getAttribute('href')).toBe('/d/d7')
  expect(screen.getByRole('dialog').textContent).toMatch(/Keeps crashing.*crashed 5 times.*Read its last lines/)
})

test('an alert about the machine has no node to show', async () => {
  serve({ 'GET /alerts': { items: [{ ...crash, kind: 'disk_nearly_full', project_id: null, service_id: null, deployment_id: null, message: 'The disk is 91 % full.' }], next_cursor: null } })
  renderAt('/', <AlertsBell />)
  fireEvent.click(await screen.findByRole('button', { name: '1 open alert' }))
  await screen.findByText('Disk nearly full')
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['All alerts'])
})

test('escape closes it and goes back to the bell', async () => {
  serve({ 'GET /alerts': { items: [], next_cursor: null } })
  renderAt('/', <AlertsBell />)
  const bell = await screen.findByRole('button', { name: 'No open alerts' })
  fireEvent.click(bell)
  await screen.findByText(/^No alert is open/)
  fireEvent.keyDown(document, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(document.activeElement).toBe(bell)
})
