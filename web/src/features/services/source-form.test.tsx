import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { SourceForm } from './source-form'
import type { Service } from '@/api/service'
import { aService } from '@/test-objects'
import { serve } from '@/test-server'

function show(service: Service, onDeploy = () => {}) {
  const cache = new QueryClient()
  const form = (shown: Service) => (
    <QueryClientProvider client={cache}>
      <SourceForm service={shown} onDeploy={onDeploy} />
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
  const asked = serve({ 'PATCH /services/s1': aService({ start_command: 'node server.js' }) })
  const { type } = show(aService({ start_command: 'npm start' }))
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true')
  type('Start command', 'node server.js')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]).toMatchObject({ method: 'PATCH', body: { start_command: 'node server.js' } })
})

test('save and deploy deploys once it is saved', async () => {
  serve({ 'PATCH /services/s1': aService() })
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
