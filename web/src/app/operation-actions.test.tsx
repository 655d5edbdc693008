import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { OperationPage } from './operation-page'
import { aDeployment, anOperation, aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const deploy = anOperation()
const alerts = { items: [], next_cursor: null }
const project = aProject({ services: [aService()] })

test('a failed operation is tried again, and a refusal says why', async () => {
  const restart = { ...deploy, id: 'r1', kind: 'restart', steps: [{ kind: 'activity', name: 'StartInstance', status: 'failed', error: 'No room', started_at: '2026-11-21T12:00:00Z', finished_at: '2026-11-21T12:00:01Z' }] }
  const refusal = { title: 'Conflict', status: 409, detail: 'Ask for the same again.', code: 'not_retryable' }
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'failed' }),
    'GET /operations/d7': { ...deploy, steps: [] },
    'GET /operations/r1': restart,
    'POST /operations/d7/retry': { ...deploy, id: 'd8', status: 'running' },
    'POST /operations/r1/retry': () => Response.json(refusal, { status: 409 }),
  })
  const first = renderAt('/operations/d7', <OperationPage id="d7" />)
  fireEvent.click(await screen.findByRole('button', { name: 'Deploy once more' }))
  await waitFor(() => expect(first.history.at(-1)).toBe('/operations/d8'))
  expect(asked.find(({ method }) => method === 'POST')?.headers.get('idempotency-key')).toBeTruthy()
  first.unmount()
  renderAt('/operations/r1', <OperationPage id="r1" />)
  fireEvent.click(await screen.findByRole('button', { name: 'Retry from start instance' }))
  expect(await screen.findByText('Ask for the same again.')).toBeTruthy()
})

test('a deployment that another one followed is not tried again, and its service is a step away', async () => {
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'failed' }),
    'GET /operations/d7': { ...deploy, steps: [] },
    'POST /operations/d7/retry': () => Response.json({ title: 'Conflict', detail: 'Deployment #2 came after it.', code: 'moved_on' }, { status: 409 }),
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByRole('link', { name: 'web, storefront' })
  fireEvent.click(screen.getByRole('button', { name: 'Deploy once more' }))
  expect(await screen.findByText('Deployment #2 came after it.')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Open web' }).getAttribute('href')).toBe('/p/storefront?node=s1&tab=deploy')
})

test('somebody who only looks is told so, and by each button why', async () => {
  const asked = serve({
    'GET /alerts': alerts,
    'GET /me': { user: 'vera', org: 'acme', roles: ['viewer'] },
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'failed' }),
    'GET /operations/d7': { ...deploy, steps: [] },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect(await screen.findByText('View only')).toBeTruthy()
  const retry = await screen.findByRole('button', { name: 'Deploy once more' })
  expect(retry.title).toContain('the role developer')
  expect(retry.getAttribute('aria-disabled')).toBe('true')
  fireEvent.click(retry)
  expect(asked.every(({ method }) => method === 'GET')).toBe(true)
})

test('an operation that runs is cancelled where it is a deployment', async () => {
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'queued', waiting_for: { reason: 'Deployment 1 runs.', position: 1 } }),
    'GET /operations/d7': { ...deploy, status: 'running', finished_at: null, steps: [] },
    'POST /operations/d7/cancel': { ...deploy, status: 'running' },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect(await screen.findByText('Deployment 1 runs.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(asked.some(({ path }) => path.endsWith('/cancel'))).toBe(true))
})

test('what was ended from outside is undone, and the button goes when it is', async () => {
  let finished_at: string | null = null
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/d7': () => ({ ...deploy, status: 'terminated', finished_at }),
    'POST /operations/d7/cancel': () => {
      finished_at = '2026-11-21T12:01:00Z'
      return { ...deploy, status: 'terminated' }
    },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect(await screen.findByText(/ended by an administrator, and undid nothing/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Undo what it left' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo what it left' })).toBeNull())
  expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual(['/operations/d7/cancel'])
  expect(screen.queryByText(/ended by an administrator/)).toBeNull()
})

test('what broke off is tried again or given up, and a deletion only tried again', async () => {
  const broken = { ...deploy, id: 'r1', kind: 'restart', status: 'failed', finished_at: null }
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/r1': broken,
    'GET /operations/r2': { ...broken, id: 'r2', kind: 'delete' },
    'POST /operations/r1/cancel': broken,
  })
  const first = renderAt('/operations/r1', <OperationPage id="r1" />)
  expect(await screen.findByText(/broke off, and it keeps its service/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy()
  expect(screen.queryByText(/about 15 s/)).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Undo what it left' }))
  await waitFor(() => expect(asked.some(({ path }) => path === '/operations/r1/cancel')).toBe(true))
  expect(await screen.findByText('Waits until its steps have ended, then undoes what they left: about 15 s.')).toBeTruthy()
  expect(screen.queryByText(/broke off, and it keeps its service/)).toBeNull()
  first.unmount()
  renderAt('/operations/r2', <OperationPage id="r2" />)
  expect(await screen.findByRole('button', { name: 'Retry' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Undo what it left' })).toBeNull()
})

test('what was ended from outside is undone by nobody who only looks, and a refusal says why', async () => {
  const table = { 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, status: 'terminated', finished_at: null } }
  serve({ ...table, 'GET /me': { user: 'vera', org: 'acme', roles: ['viewer'] } })
  const first = renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByText('View only')
  expect(screen.getByRole('button', { name: 'Undo what it left' }).title).toContain('the role developer')
  first.unmount()
  serve({ ...table, 'GET /me': { user: 'ada', org: 'acme', roles: ['developer'] }, 'POST /operations/d7/cancel': () => Response.json({ title: 'Conflict', detail: 'Another one holds it.', code: 'not_cancellable' }, { status: 409 }) })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await waitFor(() => expect(screen.getByRole('button', { name: 'Undo what it left' }).getAttribute('aria-disabled')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: 'Undo what it left' }))
  expect(await screen.findByText('It was not undone')).toBeTruthy()
})
