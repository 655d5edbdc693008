import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { ServiceSettings } from './service-settings'
import type { Service } from '@/api/service'
import { useHistory } from '@/lib/history'
import { aService } from '@/test-objects'
import { serve } from '@/test-server'

beforeEach(() => sessionStorage.clear())

function show(service: Service, onDeploy = () => {}) {
  const cache = new QueryClient()
  const form = (shown: Service) => (
    <QueryClientProvider client={cache}>
      <ServiceSettings service={shown} part="source" onDeploy={onDeploy} />
    </QueryClientProvider>
  )
  const { rerender } = render(form(service))
  const field = (label: string) => screen.getByLabelText<HTMLInputElement>(new RegExp(`^${label}`))
  return {
    rerender: (next: Service) => rerender(form(next)),
    field,
    type: (label: string, value: string) => fireEvent.change(field(label), { target: { value } }),
  }
}

test('only what was changed is saved', async () => {
  const asked = serve({ 'GET /services/s1': aService({ start_command: 'npm start' }), 'PATCH /services/s1': aService({ start_command: 'node server.js' }) })
  const { type } = show(aService({ start_command: 'npm start' }))
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true')
  type('Start command', 'node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked).toHaveLength(2))
  expect(asked[1]).toMatchObject({ method: 'PATCH', body: { start_command: 'node server.js' } })
})

test('what was saved is taken back, unless somebody saved another value there since', async () => {
  useHistory.setState({ of: null })
  useHistory.getState().begin('p1')
  let now = aService({ start_command: 'npm start' })
  const asked = serve({ 'GET /services/s1': () => Response.json(now, { headers: { etag: '"3"' } }), 'PATCH /services/s1': () => now })
  const { type } = show(now)
  type('Start command', 'node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(useHistory.getState().past).toHaveLength(1))
  now = aService({ start_command: 'node server.js', build_command: 'somebody else' })
  expect((await useHistory.getState().undo())?.label).toBe('Change a setting of web')
  expect(asked.at(-1)).toMatchObject({ method: 'PATCH', body: { start_command: 'npm start' } })
  expect(asked.at(-1)?.headers.get('if-match')).toBe('"3"')
  now = aService({ start_command: 'theirs' })
  expect(await useHistory.getState().redo()).toBeNull()
  expect(useHistory.getState().failed?.error).toMatchObject({ status: 412 })
})

test('save and deploy deploys once it is saved', async () => {
  serve({ 'GET /services/s1': aService(), 'PATCH /services/s1': aService() })
  const onDeploy = vi.fn()
  const { type } = show(aService(), onDeploy)
  type('Start command', 'node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Save and deploy' }))
  await waitFor(() => expect(onDeploy).toHaveBeenCalledTimes(1))
})

test('discard goes back to what the server has', () => {
  const { type, field } = show(aService({ start_command: 'npm start' }))
  type('Start command', 'x')
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(field('Start command').value).toBe('npm start')
})

test('news from the server leaves what was typed and fills the rest', () => {
  const { rerender, type, field } = show(aService({ start_command: 'npm start', build_command: null }))
  type('Start command', 'node server.js')
  rerender(aService({ start_command: 'yarn start', build_command: 'yarn build' }))
  expect(field('Start command').value).toBe('node server.js')
  expect(field('Build command').value).toBe('yarn build')
})

test('what somebody else saved in the same field stops the save and shows both values', async () => {
  const asked = serve({ 'GET /services/s1': aService({ start_command: 'yarn start' }) })
  const { rerender, type, field } = show(aService({ start_command: 'npm start' }))
  type('Start command', 'node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText(/Somebody else changed the same fields/)
  expect(asked.every(({ method }) => method === 'GET')).toBe(true)
  rerender(aService({ start_command: 'yarn start' }))
  expect(field('Start command').value).toBe('node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Take theirs' }))
  expect(field('Start command').value).toBe('yarn start')
})

test('a stale version is asked for again and the change is made on the newer one', async () => {
  let tag = 0
  const asked = serve({
    'GET /services/s1': () => Response.json(aService(), { headers: { etag: `"${++tag}"` } }),
    'PATCH /services/s1': () => (tag === 1 ? Response.json({ code: 'stale' }, { status: 412 }) : aService({ start_command: 'x' })),
  })
  const { type } = show(aService())
  type('Start command', 'x')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']))
  expect(asked.at(-1)?.headers.get('if-match')).toBe('"2"')
})

test('what was typed is there again after a reload', () => {
  const first = show(aService({ start_command: 'npm start' }))
  first.type('Start command', 'node server.js')
  cleanup()
  const second = show(aService({ start_command: 'npm start', build_command: 'make' }))
  expect(second.field('Start command').value).toBe('node server.js')
  expect(second.field('Build command').value).toBe('make')
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
  cleanup()
  expect(show(aService({ start_command: 'npm start' })).field('Start command').value).toBe('npm start')
})

const kept = () => aService({ git_source: { url: 'https://github.com/acme/web', has_token: true } })

test('a kept token is not shown, and another one is sent and forgotten', async () => {
  const asked = serve({ 'GET /services/s1': kept(), 'PATCH /services/s1': kept() })
  const { field, type } = show(kept())
  expect(screen.getByText('An access token is kept.')).toBeTruthy()
  expect(screen.queryByLabelText('Access token', { selector: 'input' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Replace' }))
  expect(field('Access token')).toMatchObject({ type: 'password', value: '' })
  type('Access token', 'ghp_hunter22')
  expect(JSON.stringify(sessionStorage)).not.toContain('hunter22')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked[1]).toMatchObject({ method: 'PATCH', body: { git_source: { provider: 'git', token: 'ghp_hunter22' } } }))
  await screen.findByText('An access token is kept.')
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true')
})

test('a kept token is removed when it is saved, and not before', async () => {
  const asked = serve({ 'GET /services/s1': kept(), 'PATCH /services/s1': aService() })
  show(kept())
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }))
  expect(screen.getByText('The access token is removed when you save.')).toBeTruthy()
  expect(asked).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked[1]).toMatchObject({ body: { git_source: { provider: 'git', token: null } } }))
})

test('a token that is kept for another host is asked for again', () => {
  const { field, type } = show(kept())
  type('Repository address', 'https://gitlab.com/acme/web')
  expect(field('Access token').value).toBe('')
  expect(screen.getByText(/kept token is for https:\/\/github.com only/)).toBeTruthy()
})

test('a look at the repository of a service uses the token that it keeps', async () => {
  const asked = serve({ 'POST /git/inspect': { id: 'i1', status: 'done', plan: null } })
  show(aService({ id: 's7' }))
  fireEvent.click(screen.getByRole('button', { name: 'Look at the repository' }))
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]?.body).toMatchObject({ service_id: 's7' })
  expect(asked[0]?.body).not.toHaveProperty('git_source.token')
})
