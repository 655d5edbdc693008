import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useState } from 'react'
import { ChangesBar, type Reviewing } from './changes-bar'
import { DeployButton } from './deploy-button'
import { useDeployChanges } from './use-deploy-changes'
import type { Service } from '@/api/service'
import { aDeployment, aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const web = aService({
  current_deployment_id: 'd1',
  updated_at: '2026-11-21T12:00:00Z',
  pending_changes: [
    { field: 'start_command', old: 'npm start', new: 'node server.js' },
    { field: 'port', old: 8080, new: null },
  ],
})
const api = aService({ id: 's2', name: 'api', current_deployment_id: 'd2', pending_changes: [{ field: 'env.TOKEN' }] })

function Bar({ services }: { services: Service[] }) {
  const [reviewing, setReviewing] = useState<Reviewing>(null)
  return <ChangesBar changes={useDeployChanges(aProject({ services }))} reviewing={reviewing} onReview={setReviewing} />
}

function Header({ services }: { services: Service[] }) {
  return <DeployButton changes={useDeployChanges(aProject({ services }))} />
}

test('the bar counts changes and services', () => {
  renderAt('/', <Bar services={[web, api, aService({ id: 's3' })]} />)
  expect(screen.getByRole('status').textContent).toBe('3 changes in 2 services')
})

test('nothing waits, or a deployment has taken it along: no bar', () => {
  const taken = aService({ ...web, latest_deployment: aDeployment({ status: 'building', created_at: '2026-11-21T12:00:01Z' }) })
  renderAt('/', <Bar services={[taken, aService({ id: 's3' })]} />)
  expect(screen.queryByRole('region')).toBeNull()
})

test('review shows old and new of each field, secrets as changed, and discards one', async () => {
  const asked = serve({ 'POST /services/s1/discard': {} })
  renderAt('/', <Bar services={[web, api]} />)
  fireEvent.click(screen.getByRole('button', { name: 'Review' }))
  const dialog = screen.getByRole('dialog', { name: 'Changes that are not deployed' })
  expect(within(dialog).getByRole('region', { name: 'web' }).textContent).toMatch(/Start command.*npm start.*node server\.js.*Port.*8080.*no port/)
  expect(within(dialog).getByRole('region', { name: 'api' }).textContent).toMatch(/TOKEN\s*changed/)
  fireEvent.click(within(dialog).getByRole('button', { name: 'Discard Port' }))
  await waitFor(() => expect(asked[0]).toMatchObject({ path: '/services/s1/discard', body: { fields: ['port'] } }))
})

test('one click deploys the project', async () => {
  const asked = serve({ 'POST /projects/p1/deploy': { deployments: [aDeployment()] } })
  renderAt('/', <Bar services={[web, api]} />)
  fireEvent.click(screen.getByRole('button', { name: 'Deploy changes' }))
  await waitFor(() => expect(asked.map(({ path }) => path)).toEqual(['/projects/p1/deploy']))
})

test('the button in the header counts the changes, takes what never ran along, and says why there is nothing to do', async () => {
  const asked = serve({ 'POST /projects/p1/deploy': { deployments: [] } })
  const header = (services: Service[]) => renderAt('/', <Header services={services} />)
  const first = header([web, aService({ id: 's3', name: 'fresh' })])
  const button = screen.getByRole('button', { name: /^Deploy\s*the project/ })
  expect(button.title).toBe('Deploy web, fresh')
  fireEvent.click(button)
  await waitFor(() => expect(asked).toHaveLength(1))
  first.unmount()
  header([aService({ status: 'live', current_deployment_id: 'd1', latest_deployment: aDeployment() })])
  expect(screen.getByRole('button', { name: /^Deploy\s*the project/ }).title).toBe('Everything is deployed as it is saved')
})

test('discarding all asks first', async () => {
  const asked = serve({ 'POST /services/s1/discard': {} })
  renderAt('/', <Bar services={[web]} />)
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(asked).toHaveLength(0)
  fireEvent.click(screen.getByRole('button', { name: 'Discard all' }))
  await waitFor(() => expect(asked[0]).toMatchObject({ path: '/services/s1/discard', body: {} }))
})
