import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Projects } from './projects'
import { aProject } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const item = (fields: object) => ({ id: 'p1', name: 'storefront', slug: 'storefront', created_at: '2026-11-21T12:00:00Z', ...fields })

test('a project shows its worst state, its technologies and its address', async () => {
  serve({
    'GET /projects': {
      items: [item({ status: 'failed', technologies: ['Go 1.24'], urls: ['http://web4821.localhost:8080'], service_count: 3 })],
      next_cursor: null,
    },
  })
  renderAt('/projects', <Projects />)
  const card = await screen.findByRole('link', { name: /storefront/ })
  expect(card.getAttribute('href')).toBe('/p/storefront')
  expect(card.textContent).toContain('Failed')
  expect(card.textContent).toContain('web4821.localhost:8080')
  expect(card.textContent).toContain('3 services')
})

test('a card names who failed and why, and whose deployment was the last', async () => {
  const nodes = [
    { id: 's1', name: 'api', status: 'live' },
    { id: 's2', name: 'worker', status: 'failed', reason: 'crashed 5x in 5 min' },
  ]
  const latest = { id: 'd1', number: 4, service_id: 's1', status: 'live', created_at: '2026-11-21T12:00:00Z', finished_at: '2026-11-21T12:01:00Z' }
  serve({ 'GET /projects': { items: [item({ status: 'failed', service_count: 2, nodes, latest_deployment: latest, pending_change_count: 3 })], next_cursor: null } })
  renderAt('/projects', <Projects />)
  const card = await screen.findByRole('link', { name: /storefront/ })
  expect(card.textContent).toContain('worker: crashed 5x in 5 min')
  expect(card.textContent).toMatch(/api live, (just now|\d+ (min|h|d) ago|21 Nov)/)
  expect(card.textContent).toContain('3 not deployed')
  expect(card.querySelectorAll('rect')).toHaveLength(2)
})

test('many projects are filtered by name', async () => {
  const items = ['shop', 'docs', 'mail', 'wiki', 'stock', 'chat', 'blog'].map((name) => item({ id: name, name, slug: name }))
  serve({ 'GET /projects': { items, next_cursor: null } })
  renderAt('/projects', <Projects />)
  fireEvent.change(await screen.findByRole('searchbox', { name: 'Filter projects' }), { target: { value: 'oC' } })
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/p/docs', '/p/stock'])
})

test('without projects there is one sentence and one button', async () => {
  serve({ 'GET /projects': { items: [], next_cursor: null } })
  renderAt('/projects', <Projects />)
  expect(await screen.findAllByRole('button')).toHaveLength(1)
})

test('creating a project goes to it', async () => {
  const asked = serve({ 'GET /projects': { items: [], next_cursor: null }, 'POST /projects': aProject({ slug: 'docs', name: 'docs' }) })
  const { history } = renderAt('/projects', <Projects />)
  fireEvent.click(await screen.findByRole('button', { name: 'New project' }))
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' docs ' } })
  fireEvent.click(screen.getByRole('button', { name: 'Create project' }))
  await waitFor(() => expect(history.at(-1)).toBe('/p/docs'))
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ name: 'docs' })
})

test('a fault of the name stands at the name', async () => {
  serve({
    'GET /projects': { items: [], next_cursor: null },
    'POST /projects': () =>
      Response.json(
        { title: 'Refused', detail: 'One field is wrong.', errors: [{ field: 'name', code: 'taken', message: 'There is a project docs already.' }] },
        { status: 400 },
      ),
  })
  renderAt('/projects', <Projects />)
  fireEvent.click(await screen.findByRole('button', { name: 'New project' }))
  const field = screen.getByLabelText('Name')
  fireEvent.change(field, { target: { value: 'docs' } })
  fireEvent.click(screen.getByRole('button', { name: 'Create project' }))
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toContain('There is a project docs already.')
})

test('a list that cannot be read says why and can be asked for again', async () => {
  let up = false
  serve({
    'GET /projects': () =>
      up
        ? { items: [item({})], next_cursor: null }
        : Response.json({ title: 'Down', detail: 'The storage does not answer.', request_id: '7d42' }, { status: 503 }),
  })
  renderAt('/projects', <Projects />)
  const note = await screen.findByRole('alert')
  expect(note.textContent).toContain('The storage does not answer.')
  expect(note.textContent).toContain('request 7d42')
  up = true
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }))
  await screen.findByRole('link', { name: /storefront/ })
})
