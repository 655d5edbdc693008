import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { LinkDialog } from './link-dialog'
import { useHistory } from '@/lib/history'
import { aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const web = aService({ id: 's1', name: 'web' })
const api = aService({ id: 's2', name: 'shop-api' })

test('a link is a variable with a name that is free, and can be taken back', async () => {
  useHistory.getState().begin('p1')
  const asked = serve({
    'GET /services/s1/env': { items: [{ key: 'SHOP_API_URL', value: 'x' }], next_cursor: null },
    'POST /projects/p1/links': { id: 's1.SHOP_API_URL_2', kind: 'variable', source: 's1', target: 's2', label: 'SHOP_API_URL_2' },
    'DELETE /links/s1.SHOP_API_URL_2': {},
  })
  const closed = vi.fn()
  renderAt('/', <LinkDialog source={web} target={api} onClose={closed} />)
  await waitFor(() => expect((screen.getByLabelText('Variable of web') as HTMLInputElement).value).toBe('SHOP_API_URL_2'))
  fireEvent.change(screen.getByLabelText('Part of shop-api'), { target: { value: 'port' } })
  expect((screen.getByLabelText('Variable of web') as HTMLInputElement).value).toBe('SHOP_API_PORT')
  fireEvent.click(screen.getByRole('button', { name: 'Add variable' }))
  await waitFor(() => expect(closed).toHaveBeenCalled())
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ source: 's1', target: 's2', key: 'SHOP_API_PORT', link_type: 'port' })
  expect((await useHistory.getState().undo())?.label).toBe('Link web to shop-api')
  expect(asked.some(({ method, path }) => method === 'DELETE' && path === '/links/s1.SHOP_API_URL_2')).toBe(true)
})

test('a name that is taken is refused at the field', async () => {
  serve({ 'GET /services/s1/env': { items: [{ key: 'TAKEN', value: 'x' }], next_cursor: null } })
  renderAt('/', <LinkDialog source={web} target={api} onClose={() => {}} />)
  fireEvent.change(screen.getByLabelText('Variable of web'), { target: { value: 'TAKEN' } })
  expect(await screen.findByText('web has a variable TAKEN already.')).toBeTruthy()
})
