import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { AccountPage } from './account-page'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const ci = { id: 't1', name: 'ci', user: 'ada', scopes: ['developer'], created_at: '2026-01-01T00:00:00Z', expires_at: '2026-02-01T00:00:00Z', last_used_at: null }

function show(roles: string[], tokens: unknown[], table: Record<string, unknown> = {}) {
  const asked = serve({
    'GET /alerts': { items: [], next_cursor: null },
    'GET /me': { user: 'ada', org: 'acme', roles, limits: { projects: 1 }, usage: { projects: 1 } },
    'GET /tokens': { items: tokens, next_cursor: null },
    ...table,
  })
  renderAt('/account', <AccountPage />)
  return asked
}

test('a token is made, shown once, and nowhere any more', async () => {
  const asked = show(['developer'], [], { 'POST /tokens': { ...ci, name: 'laptop', token: 'ctd_secret_of_ada' } })
  fireEvent.click(await screen.findByRole('button', { name: 'New token' }))
  const dialog = screen.getByRole('dialog')
  expect(within(dialog).getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['Reads', 'Reads, edits and deploys', '7 days', '30 days', '90 days', 'A year', 'Never'])
  fireEvent.click(within(dialog).getByRole('button', { name: 'Make token' }))
  expect(within(dialog).getByText(/A token needs a name/)).toBeTruthy()
  fireEvent.change(within(dialog).getByLabelText('Name'), { target: { value: ' laptop ' } })
  fireEvent.change(within(dialog).getByLabelText('May'), { target: { value: 'viewer' } })
  fireEvent.change(within(dialog).getByLabelText('Expires in'), { target: { value: 'never' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Make token' }))
  expect(await screen.findByText('ctd_secret_of_ada')).toBeTruthy()
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ name: 'laptop', scopes: ['viewer'], expires_at: null })
  fireEvent.click(screen.getByRole('button', { name: 'Done, I have it' }))
  await waitFor(() => expect(document.body.textContent).not.toContain('ctd_secret'))
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])).not.toContain('ctd_secret')
})

test('a fault of the name stands at the name', async () => {
  const problem = { title: 'Invalid', status: 400, detail: 'A field is wrong.', code: 'invalid', errors: [{ field: 'name', code: 'invalid_name', message: 'No control characters.' }] }
  show(['owner'], [], { 'POST /tokens': () => Response.json(problem, { status: 400 }) })
  fireEvent.click(await screen.findByRole('button', { name: 'New token' }))
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'x' } })
  fireEvent.click(screen.getByRole('button', { name: 'Make token' }))
  expect(await screen.findByText('No control characters.')).toBeTruthy()
})

test('tokens are listed with what they may, and revoked after a question', async () => {
  const asked = show(['owner'], [ci], { 'DELETE /tokens/t1': () => new Response(null, { status: 204 }) })
  const row = (await screen.findByText('ci')).closest('li')
  expect(row?.textContent).toMatch(/Expired.*Reads, edits and deploys.*Expired 1 Feb 2026.*Never used/)
  fireEvent.click(screen.getByRole('button', { name: 'Revoke ci' }))
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke ci' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(asked.some(({ method, path }) => method === 'DELETE' && path === '/tokens/t1')).toBe(true)
})

test('the theme is chosen here too', async () => {
  show(['viewer'], [])
  fireEvent.click(await screen.findByRole('button', { name: 'Dark' }))
  expect(document.documentElement.dataset.theme).toBe('dark')
  fireEvent.click(screen.getByRole('button', { name: 'System' }))
  expect(document.documentElement.dataset.theme).toBeUndefined()
})
