import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { AddServiceDialog } from './add-service-dialog'
import { aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

function open(taken: string[] = []) {
  const onAdded = vi.fn()
  renderAt('/', <AddServiceDialog projectId="p1" taken={taken} place={{ x: 320, y: 0 }} onClose={() => {}} onAdded={onAdded} />)
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
  return { onAdded, type, press }
}

test('an address is enough: the name comes from it', async () => {
  const asked = serve({ 'POST /projects/p1/services': aService({ name: 'shop-api' }) })
  const { onAdded, type, press } = open()
  type('Repository address', 'https://github.com/acme/Shop_API.git')
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('shop-api')
  press('Add and deploy')
  await waitFor(() => expect(onAdded).toHaveBeenCalledWith(expect.objectContaining({ name: 'shop-api' }), true))
  expect(asked[0]?.body).toEqual({
    type: 'app',
    name: 'shop-api',
    git_source: { provider: 'git', url: 'https://github.com/acme/Shop_API.git' },
    canvas_x: 320,
    canvas_y: 0,
  })
})

test('a name of ones own is not taken over by the address', () => {
  const { type } = open()
  type('Name', 'mine')
  type('Repository address', 'https://github.com/acme/web')
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('mine')
})

test('a taken name gets a number', () => {
  const { type } = open(['web'])
  type('Repository address', 'https://github.com/acme/web')
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('web-2')
})

test('it can be added without being deployed', async () => {
  serve({ 'POST /projects/p1/services': aService() })
  const { onAdded, type, press } = open()
  type('Repository address', 'https://github.com/acme/web')
  press('Add only')
  await waitFor(() => expect(onAdded).toHaveBeenCalledWith(expect.anything(), false))
})

test('without an address nothing is sent and the field says so', () => {
  const asked = serve({})
  const { press } = open()
  press('Add and deploy')
  expect(asked).toEqual([])
  expect(screen.getByLabelText('Repository address').getAttribute('aria-invalid')).toBe('true')
})

test('a refusal stands at the field that it is about', async () => {
  serve({
    'POST /projects/p1/services': () =>
      Response.json(
        { title: 'Refused', detail: 'x', errors: [{ field: 'git_source.url', message: 'An address with a password is refused.' }] },
        { status: 400 },
      ),
  })
  const { type, press, onAdded } = open()
  type('Repository address', 'https://a:b@host/x')
  press('Add and deploy')
  expect(await screen.findByText('An address with a password is refused.')).toBeTruthy()
  expect(onAdded).not.toHaveBeenCalled()
})
