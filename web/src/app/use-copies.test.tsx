import { act, renderHook, waitFor } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { freeName, useCopies } from './use-copies'
import { useHistory } from '@/lib/history'
import { aProject, aService } from '@/test-objects'
import { serve } from '@/test-server'
import { useToasts } from '@/ui/toast'

test('a copy has a name of its own', () => {
  expect(freeName('web', [])).toBe('web')
  expect(freeName('web', ['web', 'web-2'])).toBe('web-3')
  expect(freeName('web-2', ['web', 'web-2'])).toBe('web-3')
  expect(freeName('a'.repeat(63), ['a'.repeat(63)])).toHaveLength(63)
})

test('a duplicate has the settings and what can be read, no secret, and is taken back', async () => {
  const copy = aService({ id: 's9', name: 'web-2' })
  const asked = serve({
    'POST /projects/p1/services': copy,
    'GET /services/s1/env': { items: [{ key: 'LEVEL', value: 'info' }, { key: 'TOKEN', value: null, is_secret: true }], next_cursor: null },
    'POST /services/s9/env/bulk': {},
    'GET /services/s9': copy,
    'DELETE /services/s9': {},
  })
  useHistory.getState().begin('p1')
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  const web = aService({ start_command: 'node server.js' })
  const { result } = renderHook(() => useCopies(aProject({ services: [web] })), { wrapper })
  await act(() => result.current.duplicate([web]))
  expect(asked.find(({ path }) => path === '/projects/p1/services')?.body).toMatchObject({ name: 'web-2', start_command: 'node server.js', canvas_x: 320 })
  expect(asked.find(({ path }) => path === '/services/s9/env/bulk')?.body).toMatchObject({ variables: { LEVEL: 'info' } })
  await waitFor(() => expect(useToasts.getState().toast?.text).toContain('TOKEN'))
  await act(async () => void (await useHistory.getState().undo()))
  expect(asked.some(({ method, path }) => method === 'DELETE' && path === '/services/s9')).toBe(true)
})

test('a copy that was deployed since is not taken back', async () => {
  const copy = aService({ id: 's9', name: 'web-2' })
  const asked = serve({ 'POST /projects/p1/services': copy, 'GET /services/s9': { ...copy, current_deployment_id: 'd1' } })
  useHistory.setState({ of: null })
  useHistory.getState().begin('p1')
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
  const { result } = renderHook(() => useCopies(aProject({ services: [aService()] })), { wrapper })
  await act(() => result.current.duplicate([aService()]))
  await act(async () => void (await useHistory.getState().undo()))
  expect(useHistory.getState().failed?.error).toMatchObject({ status: 409 })
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
})
