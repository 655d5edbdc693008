import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { DeploymentPage } from './deployment-page'
import type { Deployment } from '@/api/deployment'
import { aDeployment, aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

function show(deployment: Deployment, fields: Parameters<typeof aService>[0] = {}) {
  const service = aService(fields)
  serve({
    'GET /alerts': { items: [], next_cursor: null },
    'GET /projects/p1': aProject({ services: [service] }),
    'GET /services/s1': service,
    'GET /services/s1/rollback-candidates': { items: [], next_cursor: null },
    'GET /deployments/d1': deployment,
  })
  renderAt('/d/d1', <DeploymentPage id="d1" />)
}

test('a deployment whose service crashed says why, with the last lines', async () => {
  show(aDeployment({ evidence: { probe: null, output: [{ text: 'Error: no database' }] } }), {
    status: 'failed',
    failure: { code: 'crash_loop', message: 'It crashed 5 times.', fix: 'Mend the code.' },
    current_deployment_id: 'd1',
  })
  expect(await screen.findByText('It crashed 5 times.')).toBeTruthy()
  expect(screen.getByText('Was live, then failed')).toBeTruthy()
  expect(screen.getByText('Error: no database')).toBeTruthy()
})

test('one that is live has nothing to excuse', async () => {
  show(aDeployment(), { status: 'live', current_deployment_id: 'd1' })
  await screen.findByRole('heading', { name: 'Deployment 1 of web' })
  expect(screen.getByText('Live')).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Evidence' })).toBeNull()
})

test('one that waits has not started', async () => {
  show(aDeployment({ status: 'queued', waiting_for: { reason: 'Another operation of this service runs.', position: 1 } }))
  await screen.findByText('Another operation of this service runs.')
  expect(screen.queryByText('Started')).toBeNull()
})
