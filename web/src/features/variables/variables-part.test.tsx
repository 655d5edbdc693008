import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { dots } from './dot-env'
import { VariablesPart } from './variables-part'
import { useHistory } from '@/lib/history'
import { aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve, type Asked } from '@/test-server'

const items = [
  { key: 'API_KEY', value: null, masked: true, is_secret: true, updated_at: '2026-11-21T12:00:00Z' },
  { key: 'LOG_LEVEL', value: 'debug', masked: false, is_secret: false, updated_at: '2026-11-21T12:00:00Z' },
]
const list = () => Response.json({ revision: 4, items, next_cursor: null }, { headers: { etag: '"variables-4"' } })
const live = aService({
  current_deployment_id: 'd1',
  pending_changes: [
    { field: 'env.LOG_LEVEL', old: 'info', new: 'debug' },
    { field: 'env.OLD', old: 'x', new: null },
  ],
})

async function show(answers: Record<string, unknown> = {}) {
  const asked = serve({ 'GET /services/s1/env': list, ...answers })
  renderAt('/', <VariablesPart service={live} />)
  await screen.findByRole('listitem', { name: 'API_KEY' })
  return asked
}
const writes = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET')
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('a secret is dots, and what is not deployed is marked with what it was', async () => {
  await show()
  expect(screen.getByRole('listitem', { name: 'API_KEY' }).textContent).toContain(dots)
  const changed = screen.getByRole('listitem', { name: 'LOG_LEVEL' })
  expect(changed.textContent).toMatch(/Changed.*info.*debug/)
  expect(screen.getByRole('listitem', { name: 'OLD' }).textContent).toMatch(/Removed/)
})

test('a name that says secret is added as one, and a wrong name is refused before it is sent', async () => {
  const asked = await show({ 'POST /services/s1/env': Response.json({}, { status: 201 }) })
  press('Add variable')
  type('Name', '2BAD')
  expect(screen.getByText(/does not begin with a digit/)).toBeTruthy()
  type('Name', 'STRIPE_TOKEN')
  type('Value', 'sk_1')
  press('Add')
  await waitFor(() => expect(writes(asked)[0]).toMatchObject({ method: 'POST', body: { key: 'STRIPE_TOKEN', value: 'sk_1', is_secret: true } }))
})

test('a secret is replaced without being read, and kept when nothing is typed', async () => {
  const asked = await show({ 'PATCH /services/s1/env/API_KEY': {} })
  press('Edit API_KEY')
  expect(screen.getByLabelText<HTMLTextAreaElement>('Value').value).toBe('')
  press('Save')
  await screen.findByRole('button', { name: 'Edit API_KEY' })
  expect(writes(asked)).toHaveLength(0)
  press('Edit API_KEY')
  type('Value', 'new')
  press('Save')
  await waitFor(() => expect(writes(asked)[0]).toMatchObject({ method: 'PATCH', body: { value: 'new' } }))
})

test('the text shows faults by line and what saving changes; secrets stay by their dots', async () => {
  const asked = await show({ 'POST /services/s1/env/bulk': {} })
  press('Raw .env')
  const area = screen.getByLabelText<HTMLTextAreaElement>(/as \.env/)
  expect(area.value).toBe(`API_KEY=${dots}\nLOG_LEVEL=debug\n`)
  fireEvent.change(area, { target: { value: 'API_KEY\nLOG_LEVEL=debug' } })
  expect(screen.getByRole('alert').textContent).toMatch(/^Line 1/)
  expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true')
  fireEvent.change(area, { target: { value: `API_KEY=${dots}\nREGION=eu\n` } })
  expect(screen.getByRole('region', { name: 'What saving changes' }).textContent).toMatch(/2 changes.*LOG_LEVEL Removed.*REGION Added/)
  press('Save')
  await waitFor(() => expect(writes(asked)[0]?.body).toEqual({ variables: { API_KEY: null, REGION: 'eu' }, replace: true }))
  expect(writes(asked)[0]?.headers.get('if-match')).toBe('"variables-4"')
})

test('variables that somebody else changed meanwhile are not gone over unseen', async () => {
  const asked = await show({ 'POST /services/s1/env/bulk': () => Response.json({ code: 'stale' }, { status: 412 }) })
  press('Raw .env')
  type(/as \.env/, 'A=1')
  press('Save')
  await screen.findByText(/Somebody else changed the variables/)
  expect(screen.getByLabelText<HTMLTextAreaElement>(/as \.env/).value).toBe('A=1')
  press('Save mine over it')
  press('Save')
  await waitFor(() => expect(writes(asked)).toHaveLength(2))
})

test('revisions say who changed which names, and an earlier one can come back', async () => {
  const asked = await show({
    'GET /services/s1/env/revisions': {
      items: [
        { number: 2, created_at: '2026-11-21T12:00:00Z', created_by: 'ada', restored_from: null, changes: [{ key: 'A', kind: 'added' }, { key: 'B', kind: 'removed' }] },
        { number: 1, created_at: '2026-11-21T11:00:00Z', created_by: 'ben', restored_from: null, changes: [{ key: 'B', kind: 'added' }] },
      ],
      next_cursor: null,
    },
    'POST /services/s1/env/revisions/1/restore': {},
  })
  press('Revisions')
  const [newest, first] = await screen.findAllByRole('listitem')
  expect(newest?.textContent).toMatch(/\+ A, − B.*ada/)
  fireEvent.click(within(first as HTMLElement).getByRole('button', { name: 'Restore revision 1' }))
  await waitFor(() => expect(writes(asked)[0]?.path).toBe('/services/s1/env/revisions/1/restore'))
})

test('a dollar offers the other nodes, and what is chosen is a link', async () => {
  const project = aProject({ services: [live, aService({ id: 's2', name: 'api' }), aService({ id: 's3', name: 'jobs', port: null })] })
  const asked = await show({ 'GET /projects/p1': project, 'POST /services/s1/env': Response.json({}, { status: 201 }) })
  press('Add variable')
  type('Name', 'API_URL')
  type('Value', '$api')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(4))
  fireEvent.keyDown(screen.getByLabelText('Value'), { key: 'Enter' })
  expect(screen.getByText('api.internal_url')).toBeTruthy()
  press('Add')
  await waitFor(() => expect(writes(asked)[0]).toMatchObject({ path: '/services/s1/env', body: { key: 'API_URL', linked_service_id: 's2', link_type: 'internal_url' } }))
})

test('a linked variable shows its node, its part and what it would be now', async () => {
  const linked = { key: 'API_URL', value: null, is_secret: false, linked: true, linked_service_id: 's2', link_type: 'public_url', preview: 'http://api1234.localhost:8080' }
  serve({ 'GET /services/s1/env': { items: [linked], next_cursor: null }, 'GET /projects/p1': aProject({ services: [live, aService({ id: 's2', name: 'api' })] }) })
  renderAt('/', <VariablesPart service={live} />)
  await waitFor(() => expect(screen.getByRole('listitem', { name: 'API_URL' }).textContent).toMatch(/api\.public_url.*http:\/\/api1234/))
})

test('a variable that was added is taken back, unless somebody changed it since', async () => {
  useHistory.setState({ of: null })
  useHistory.getState().begin('p1')
  let now: object[] = [{ key: 'LEVEL', value: 'info', is_secret: false }]
  const asked = serve({
    'GET /services/s1/env': () => Response.json({ items: now, next_cursor: null }, { headers: { etag: '"7"' } }),
    'PATCH /services/s1/env/LEVEL': {},
  })
  renderAt('/', <VariablesPart service={live} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Edit LEVEL' }))
  type('Value', 'debug')
  press('Save')
  await waitFor(() => expect(useHistory.getState().past).toHaveLength(1))
  now = [{ key: 'LEVEL', value: 'debug', is_secret: false }]
  expect((await useHistory.getState().undo())?.label).toBe('Change LEVEL')
  expect(writes(asked).at(-1)?.body).toEqual({ value: 'info', is_secret: false })
  expect(writes(asked).at(-1)?.headers.get('if-match')).toBe('"7"')
  now = [{ key: 'LEVEL', value: 'trace', is_secret: false }]
  expect(await useHistory.getState().redo()).toBeNull()
  expect(useHistory.getState().failed?.error).toMatchObject({ status: 412 })
})
