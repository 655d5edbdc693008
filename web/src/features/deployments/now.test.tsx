import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Now } from './now'
import type { Deployment } from '@/api/deployment'
import { aDeployment, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

function show(deployment: Deployment | null, serving: number | null = null) {
  const onLog = vi.fn()
  const asked = serve({ 'GET /deployments/d1': deployment ?? {}, 'POST /deployments/d1/cancel': {} })
  renderAt('/', <Now service={aService({ latest_deployment: deployment })} serving={serving} deploy={<button type="button">Deploy</button>} onLog={onLog} />)
  return { asked, onLog }
}

test('what was never deployed offers to', () => {
  show(null)
  expect(screen.getByText('web was never deployed.')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Deploy' })).toBeTruthy()
})

test('a running deployment shows its steps and can be cancelled', async () => {
  const { asked } = show(
    aDeployment({
      number: 47,
      status: 'building',
      steps: [
        { name: 'clone', status: 'succeeded', started_at: '2026-11-21T12:00:00Z', finished_at: '2026-11-21T12:00:03Z' },
        { name: 'build', status: 'running', started_at: '2026-11-21T12:00:03Z' },
      ],
    }),
    46,
  )
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Provision, waiting',
    'Clone, done0:03',
    'Detect, waiting',
    expect.stringMatching(/^Build, running\d+:\d\d/),
    'Start, waiting',
    'Check health, waiting',
  ])
  expect(screen.getByText('Deployment 46 keeps serving until 47 is healthy.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(asked.some(({ method, path }) => method === 'POST' && path === '/deployments/d1/cancel')).toBe(true))
})

test('a failed one says what, how to mend it, and what was seen', () => {
  const { onLog } = show(
    aDeployment({
      status: 'failed',
      error: { code: 'health_check_failed', message: 'Nothing answered within 60 s', fix: 'Listen on the port in PORT.' },
      evidence: { probe: { path: '/healthz', error: 'Nothing listens at port 8080.' }, output: [{ text: '\u001b[31mError\u001b[0m: ECONNREFUSED' }] },
      finished_at: '2026-11-21T12:01:00Z',
    }),
  )
  expect(screen.getByText('Nothing answered within 60 s')).toBeTruthy()
  expect(screen.getByText('Listen on the port in PORT.')).toBeTruthy()
  expect(screen.getByText('GET /healthz: Nothing listens at port 8080.')).toBeTruthy()
  expect(screen.getByText('Error: ECONNREFUSED')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show log' }))
  expect(onLog).toHaveBeenCalled()
})

test('evidence of an unknown shape hides nothing else', () => {
  show(aDeployment({ status: 'failed', error: { message: 'It broke' }, evidence: { probe: 5 } as never, finished_at: '2026-11-21T12:01:00Z' }))
  expect(screen.getByText('It broke')).toBeTruthy()
})

test('one that was live until it crashed says so, with its last lines', () => {
  const latest = aDeployment({ status: 'live', evidence: { probe: null, output: [{ text: 'Error: no database' }] } })
  const service = aService({ status: 'failed', failure: { code: 'crash_loop', message: 'It crashed 5 times.', fix: 'Mend the code.' }, current_deployment_id: 'd1', latest_deployment: latest })
  serve({ 'GET /deployments/d1': latest })
  renderAt('/', <Now service={service} serving={1} deploy={null} onLog={() => {}} />)
  expect(screen.getByText('It crashed 5 times.')).toBeTruthy()
  expect(screen.getByText('Was live, then failed')).toBeTruthy()
  expect(screen.getByText('Error: no database')).toBeTruthy()
  expect(screen.queryByText('Last probe')).toBeNull()
})
