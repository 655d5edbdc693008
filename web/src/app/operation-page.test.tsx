import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { OperationPage } from './operation-page'
import { anOperation, aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const deploy = anOperation()
const alerts = { items: [], next_cursor: null }
const project = aProject({ services: [aService()] })

test('an operation has an input and an output of its own, the rest of a long one folded', async () => {
  const ids = Array.from({ length: 600 }, (_, index) => `deployment-${index}`)
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/d7': { ...deploy, status: 'live', input: { Deployment: 'd7' }, output: { Removed: ids } },
    'GET /operations/r1': { ...deploy, id: 'r1', kind: 'restart', status: 'running', finished_at: null, input: null, output: null },
  })
  const first = renderAt('/operations/d7', <OperationPage id="d7" />)
  expect((await screen.findByLabelText('Input of the operation')).textContent).toContain('"Deployment": "d7"')
  expect(screen.getByLabelText('Output of the operation').textContent).not.toContain('deployment-599')
  fireEvent.click(screen.getByRole('button', { name: 'Show all of it' }))
  expect(screen.getByLabelText('Output of the operation').textContent).toContain('deployment-599')
  first.unmount()
  renderAt('/operations/r1', <OperationPage id="r1" />)
  await screen.findByRole('heading', { name: 'Restart web' })
  expect(screen.queryByRole('region', { name: 'Input and output' })).toBeNull()
})

test('the reason that an administrator gave is said, not shown as an output', async () => {
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, status: 'terminated', finished_at: null, input: { Deployment: 'd7' }, output: 'The disk is being replaced' } })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect(await screen.findByText('The reason that was given for its end')).toBeTruthy()
  expect(screen.getByText('The disk is being replaced')).toBeTruthy()
  expect(screen.getByLabelText('Input of the operation')).toBeTruthy()
  expect(screen.queryByLabelText('Output of the operation')).toBeNull()
})

test('what waits for its turn leads to what has the service', async () => {
  const current_step = { kind: 'activity', name: 'ClaimService', started_at: '2026-11-21T12:00:00Z', until: '2026-11-21T12:00:30Z' }
  const has = (operation: { id: string; kind: string }) => aProject({ services: [aService({ operation })] })
  const table = { 'GET /alerts': alerts, 'GET /operations/r1': { ...deploy, id: 'r1', kind: 'restart', status: 'running', finished_at: null, current_step } }
  serve({ ...table, 'GET /projects/p1': has({ id: 'd7', kind: 'deploy' }) })
  const first = renderAt('/operations/r1', <OperationPage id="r1" />)
  expect((await screen.findByRole('link', { name: 'Show the deploy it waits for' })).getAttribute('href')).toBe('/operations/d7')
  first.unmount()
  serve({ ...table, 'GET /projects/p1': has({ id: 'r1', kind: 'restart' }) })
  renderAt('/operations/r1', <OperationPage id="r1" />)
  await screen.findByRole('link', { name: 'web, storefront' })
  expect(screen.queryByRole('link', { name: /it waits for/ })).toBeNull()
})
