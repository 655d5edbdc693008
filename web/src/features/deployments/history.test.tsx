import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { History } from './history'
import { aDeployment, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const newest = aDeployment({ id: 'd3', number: 3, status: 'live' })
const kept = aDeployment({ id: 'd2', number: 2, status: 'live', commit_sha: 'abcdef0123', commit_message: 'Say hello' })
const gone = aDeployment({ id: 'd1', number: 1, status: 'failed' })

test('only a kept release that does not run can be gone back to, and the dialog says what that does', async () => {
  const asked = serve({
    'GET /services/s1/deployments': { items: [newest, kept, gone], next_cursor: null },
    'GET /services/s1/rollback-candidates': { items: [newest, kept], next_cursor: null },
    'POST /services/s1/rollback/d2': aDeployment({ id: 'd4', number: 4, triggered_by: 'rollback', status: 'queued' }),
  })
  renderAt('/', <History service={aService({ current_deployment_id: 'd3' })} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Roll back to 2' }))
  expect(screen.getAllByRole('button', { name: /^Roll back to/ })).toHaveLength(2)
  expect(screen.getByRole('dialog').textContent).toMatch(/abcdef0 Say hello.*Auto-deploy goes off/)
  fireEvent.click(screen.getAllByRole('button', { name: 'Roll back to 2' })[1] as HTMLElement)
  await waitFor(() => expect(asked.some(({ method, path }) => method === 'POST' && path === '/services/s1/rollback/d2')).toBe(true))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('without kept releases nothing offers to go back', async () => {
  serve({ 'GET /services/s1/deployments': { items: [newest, kept], next_cursor: null } })
  renderAt('/', <History service={aService({ current_deployment_id: 'd3' })} />)
  await screen.findByText('abcdef0')
  expect(screen.queryByRole('button', { name: /^Roll back/ })).toBeNull()
})
