import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { AddServiceDialog } from './add-service-dialog'
import { aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const plan = {
  provider: 'node',
  technology: 'Next.js',
  decided_by: 'package.json',
  install_command: 'npm ci',
  build_command: 'npm run build',
  start_command: 'npm start',
  output_directory: null,
  single_page: false,
  tools: [],
  notes: [],
}
const found = { id: 'i1', status: 'done', default_branch: 'main', branches: ['main', 'next'], commit_sha: 'abcdef012345', plan, warnings: ['node 24 is asked for, 20 is here.'], looked_for: [], suggestions: [], error: null }

function open(answers: Record<string, unknown>) {
  const asked = serve({ 'POST /projects/p1/services': aService(), ...answers })
  renderAt('/', <AddServiceDialog projectId="p1" taken={[]} place={{ x: 0, y: 0 }} onClose={() => {}} onAdded={vi.fn()} />)
  const address = screen.getByLabelText('Repository address')
  const leave = (url: string) => {
    fireEvent.change(address, { target: { value: url } })
    fireEvent.blur(address)
  }
  return { asked, leave }
}

test('the plan and the file that decided it are shown before anything is made, with the branches', async () => {
  const { asked, leave } = open({ 'POST /git/inspect': { ...found, status: 'running', plan: null }, 'GET /git/inspections/i1': found })
  leave('not an address')
  expect(asked).toHaveLength(0)
  leave('https://github.com/acme/web')
  const group = await screen.findByRole('group', { name: 'Detected plan' })
  expect(group.textContent).toMatch(/Next\.js.*package\.json.*abcdef0.*npm ci.*npm run build.*npm start.*node 24/)
  expect(asked[0]).toMatchObject({ body: { git_source: { provider: 'git', url: 'https://github.com/acme/web' } } })
  expect([...document.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual(['main', 'next'])
  expect(asked.every(({ path }) => path.startsWith('/git/'))).toBe(true)
})

test('nothing found says what was looked for, and a directory that holds something is one press away', async () => {
  const none = { ...found, plan: null, looked_for: ['package.json', 'go.mod'], suggestions: [{ root_dir: '/apps/api', technology: 'Go', decided_by: 'go.mod' }], error: { message: 'There is nothing to run.', fix: 'Set a start command.' } }
  const { asked, leave } = open({ 'POST /git/inspect': none })
  leave('https://github.com/acme/mono')
  expect(await screen.findByText('Set a start command.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Use this directory' }))
  expect(screen.getByLabelText<HTMLInputElement>('Root directory').value).toBe('/apps/api')
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ path: '/git/inspect?wait=20', body: { git_source: { root_dir: '/apps/api' } } }))
})

test('a server that cannot look says nothing about it', async () => {
  const { asked, leave } = open({})
  leave('https://github.com/acme/web')
  await waitFor(() => expect(asked).toHaveLength(1))
  await waitFor(() => expect(screen.queryByText(/Looking at/)).toBeNull())
  expect(screen.queryByText('Detected plan')).toBeNull()
})

test('a private repository asks for its token, and is looked at with it', async () => {
  const login = () => Response.json({ code: 'invalid_request', errors: [{ field: 'git_source.url', code: 'repository_needs_login', message: 'It is private.' }] }, { status: 400 })
  const { asked, leave } = open({ 'POST /git/inspect': ({ body }: { body: unknown }) => (JSON.stringify(body).includes('ghp_x') ? found : login()) })
  const more = screen.getByText('Private repository? Access token').closest('details')
  expect(more?.open).toBe(false)
  leave('https://github.com/acme/private')
  await waitFor(() => expect(more?.open).toBe(true))
  const token = screen.getByLabelText<HTMLInputElement>('Access token')
  expect(token).toMatchObject({ type: 'password', value: '' })
  fireEvent.change(token, { target: { value: 'ghp_x' } })
  fireEvent.blur(token)
  expect(await screen.findByRole('group', { name: 'Detected plan' })).toBeTruthy()
  expect(asked).toHaveLength(2)
  expect(asked[1]).toMatchObject({ body: { git_source: { url: 'https://github.com/acme/private', token: 'ghp_x' } } })
})
