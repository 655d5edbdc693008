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
