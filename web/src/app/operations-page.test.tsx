import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { OperationPage } from './operation-page'
import { OperationsPage } from './operations-page'
import { aDeployment, anOperation, aProject, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const deploy = anOperation()
const alerts = { items: [], next_cursor: null }
const project = aProject({ services: [aService()] })

test('operations are listed with what they are about, narrowed, and paged', async () => {
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations': { items: [deploy], next_cursor: 'next' },
    'GET /operations?limit=50&cursor=next': { items: [{ ...deploy, id: 'gone', kind: 'delete', object: { kind: 'service', id: '0123456789' } }], next_cursor: null },
  })
  const { history } = renderAt('/operations', <OperationsPage />)
  expect((await screen.findByRole('link', { name: 'Deploy' })).getAttribute('href')).toBe('/operations/d7')
  expect((await screen.findByRole('link', { name: 'web, storefront' })).getAttribute('href')).toBe('/p/storefront?node=s1')
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }))
  expect((await screen.findByText('23456789')).closest('tr')?.textContent).toMatch(/Delete.*service 23456789/)
  fireEvent.change(screen.getByRole('combobox', { name: 'State' }), { target: { value: 'failed' } })
  fireEvent.change(screen.getByRole('combobox', { name: 'Kind' }), { target: { value: 'deploy' } })
  await waitFor(() => expect(asked.some(({ path }) => path === '/operations?limit=50&kind=deploy&state=failed')).toBe(true))
  expect(history.at(-1)).toBe('/operations?kind=deploy&state=failed')
})

test('a filter that nothing fits can be taken back', async () => {
  serve({ 'GET /alerts': alerts, 'GET /operations': { items: [], next_cursor: null } })
  const { history } = renderAt('/operations?state=failed', <OperationsPage />)
  fireEvent.click(await screen.findByRole('button', { name: 'Show all operations' }))
  expect(history.at(-1)).toBe('/operations')
})

test('a filter that none of the newest fits looks further back', async () => {
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations': { items: [], next_cursor: 'next' },
    'GET /operations?limit=50&state=failed&cursor=next': { items: [deploy], next_cursor: null },
  })
  renderAt('/operations?state=failed', <OperationsPage />)
  expect(await screen.findByText('None of the newest is like that.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show older' }))
  expect(await screen.findByRole('link', { name: 'Deploy' })).toBeTruthy()
  expect(screen.queryByText('None of the newest is like that.')).toBeNull()
})

test('an operation is its steps, the failed one open with what went in and what came of it', async () => {
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'failed', error: { code: 'job_failed', message: 'The build failed.', fix: 'Make room.' } }),
    'GET /operations/d7': {
      ...deploy,
      steps: [
        { kind: 'activity', name: 'ClaimService', status: 'completed', attempt: 1, input: null, output: { turn: 1 }, started_at: '2026-11-21T12:00:00Z', finished_at: '2026-11-21T12:00:01Z' },
        { kind: 'activity', name: 'RunJob', status: 'failed', attempt: 1, input: '{"deployment":"d7"}', error: 'No disk', started_at: '2026-11-21T12:00:01Z', finished_at: '2026-11-21T12:00:02Z' },
        { kind: 'timer', name: 'wait', status: 'completed', started_at: '2026-11-21T12:00:02Z', finished_at: '2026-11-21T12:00:04Z' },
        { kind: 'activity', name: 'RunJob', status: 'failed', attempt: 2, input: '{"deployment":"d7"}', error: 'Still no disk', started_at: '2026-11-21T12:00:04Z', finished_at: '2026-11-21T12:00:05Z' },
      ],
    },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByRole('heading', { name: 'Deploy web' })
  expect(screen.getByRole('button', { name: /^Run job, failed ?2 attempts/, expanded: true })).toBeTruthy()
  expect(screen.getByText('Still no disk')).toBeTruthy()
  expect(screen.getAllByText(/"deployment": "d7"/)).toHaveLength(2)
  expect(await screen.findByText('The build failed.')).toBeTruthy()
  const claim = screen.getByRole('button', { name: /^Claim service, done/, expanded: false })
  fireEvent.click(claim)
  expect(screen.getByText(/"turn": 1/)).toBeTruthy()
})

test('jobs are named, undone steps are marked, and a history is stepped through', async () => {
  const job = (detail: string, second: number, fields: object = {}) => ({ kind: 'activity', name: 'RunJob', detail, status: 'completed', output: { job: detail }, started_at: `2026-11-21T12:00:0${second}Z`, finished_at: `2026-11-21T12:00:0${second + 1}Z`, ...fields })
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /deployments/d7': aDeployment({ id: 'd7', status: 'failed' }),
    'GET /operations/d7': { ...deploy, steps: [job('fetch', 1), job('build', 2), { ...job('', 3), name: 'RemoveBuild', detail: null, undo: true }] },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect(await screen.findByRole('button', { name: /^Fetch the source, done/ })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Undo: remove build, done/ })).toBeTruthy()
  expect(screen.getByText('What it had done was undone')).toBeTruthy()
  const slider = screen.getByRole('slider', { name: 'Point in the history' })
  fireEvent.change(slider, { target: { value: '3' } })
  expect(slider.getAttribute('aria-valuetext')).toBe('4 of 6: Build was done after 0:01')
  expect(screen.getByText(/"job": "build"/)).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Undo: remove build, not begun/ })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Step back' }))
  expect(screen.getByRole('heading', { name: 'Build began' })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Build, running/ })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'To the end' }))
  expect(screen.getByRole('button', { name: /^Undo: remove build, done/ })).toBeTruthy()
})

test('an operation that is not there says so', async () => {
  serve({ 'GET /alerts': alerts })
  renderAt('/operations/none', <OperationPage id="none" />)
  await screen.findByText('The operation cannot be shown')
})

const step = (name: string, second: number, fields: object = {}) => {
  const at = (of: number) => new Date(Date.parse(deploy.started_at) + of * 1_000).toISOString()
  return { kind: 'activity', name, status: 'completed', output: { from: name }, started_at: at(second), finished_at: at(second + 1), ...fields }
}

test('a point of a history is a link, walked by keys, with its status and results', async () => {
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/d7': {
      ...deploy,
      kind: 'restart',
      status: 'completed',
      steps: [step('Claim', 0), step('Begin', 2), step('Finish', 4)],
      custom_statuses: [{ at: '2026-11-21T12:00:02Z', value: 'Restarts' }, { at: '2026-11-21T12:00:04Z', value: { done: true } }],
    },
  })
  const { history } = renderAt('/operations/d7?step=4', <OperationPage id="d7" />)
  expect(await screen.findByRole('heading', { name: 'Begin was done after 0:01' })).toBeTruthy()
  expect(screen.getByText('Restarts')).toBeTruthy()
  expect(screen.getByText('2 results so far').closest('details')?.textContent).toMatch(/Claim.*"from":"Claim".*Begin/)
  expect(screen.getByRole('listitem', { current: 'step' }).textContent).toMatch(/Begin/)
  const back = screen.getByRole('button', { name: 'Step back' })
  fireEvent.keyDown(back, { key: 'Home' })
  expect(history.at(-1)).toBe('/operations/d7?step=1')
  expect(screen.getByText('It had said nothing')).toBeTruthy()
  fireEvent.keyDown(back, { key: 'ArrowRight' })
  expect(history.at(-1)).toBe('/operations/d7?step=2')
  fireEvent.keyDown(back, { key: 'End' })
  expect(screen.getByText(/"done": true/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'To the end' }))
  expect(history.at(-1)).toBe('/operations/d7')
})

test('a child shows its own steps within those of its parent', async () => {
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/d7': { ...deploy, kind: 'delete', status: 'completed', steps: [step('DeleteService', 0, { kind: 'child', operation: 'c1' })] },
    'GET /operations/c1': { ...deploy, id: 'c1', kind: 'delete', status: 'completed', steps: [step('RemoveFiles', 0)] },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  fireEvent.click(await screen.findByRole('button', { name: /^Delete service, done/ }))
  expect((await screen.findByRole('button', { name: /^Remove files, done/ })).closest('ol')?.getAttribute('aria-label')).toBe('Steps of the child')
})

test('a long history is drawn around what one came for, and a long result is folded', async () => {
  const text = 'x'.repeat(100_000)
  const steps = Array.from({ length: 3_000 }, (_, place) => step(`Step${place}`, place, place === 2_000 ? { status: 'failed', error: 'No', output: { lines: [text, text] } } : {}))
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, kind: 'restart', steps } })
  const { container } = renderAt('/operations/d7', <OperationPage id="d7" />)
  // By their text: names of hundreds of buttons take long to compute.
  await screen.findAllByText('Step2000')
  const drawn = () => container.querySelectorAll('ol > li').length
  expect(drawn()).toBe(200)
  // The failure is not to be looked for.
  expect([...container.querySelectorAll('ol > li')].slice(0, 8).some((row) => row.textContent.includes('Step2000'))).toBe(true)
  const output = screen.getByLabelText('Output')
  expect(output.textContent.length).toBeLessThan(10_000)
  fireEvent.click(screen.getByText('Show all of it'))
  expect(output.textContent).toContain(text)
  fireEvent.click(screen.getByText('Show 200 rows before'))
  expect(drawn()).toBe(400)
})

test('of a step that was done many times the last ones are shown, and the others where they are wanted', async () => {
  const looks = Array.from({ length: 8 }, (_, place) => step('CheckHealth', place * 2, { output: { Healthy: false, Failure: null, Seen: `Look ${place + 1}.` } }))
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, kind: 'restart', steps: [...looks, step('KeepEvidence', 20)] } })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByRole('button', { name: /^Check health, failed/, expanded: true })
  expect(screen.getByText('Look 8.')).toBeTruthy()
  const runs = () => screen.getAllByRole('region', { name: /^Check health, \d of 8$/ }).length
  expect(runs()).toBe(5)
  fireEvent.click(screen.getByRole('button', { name: 'Show 3 before' }))
  expect(runs()).toBe(8)
})

test('what runs says in the list what it is at, and a span of time narrows it', async () => {
  const asked = serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations': { items: [{ ...deploy, status: 'running', finished_at: null, current_step: { kind: 'activity', name: 'RunJob', detail: 'build', attempt: 2 } }], next_cursor: null },
  })
  const { history } = renderAt('/operations', <OperationsPage />)
  expect(await screen.findByText('Build, attempt 2')).toBeTruthy()
  fireEvent.change(screen.getByRole('combobox', { name: 'Started' }), { target: { value: '24h' } })
  expect(history.at(-1)).toBe('/operations?since=24h')
  await waitFor(() => expect(asked.some(({ path }) => path.startsWith('/operations?limit=50&since='))).toBe(true))
})

test('what waits for another one of its service says so in the list', async () => {
  const at = { kind: 'activity', name: 'ClaimService', attempt: 1, until: '2026-11-21T12:00:30Z' }
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations': { items: [{ ...deploy, status: 'running', finished_at: null, current_step: at }], next_cursor: null } })
  renderAt('/operations', <OperationsPage />)
  expect(await screen.findByText('Waits for its turn at the service')).toBeTruthy()
})

test('a link with a span that is none shows what it shows: any time', async () => {
  const asked = serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations': { items: [deploy], next_cursor: null } })
  const { history } = renderAt('/operations?kind=deploy&since=90d', <OperationsPage />)
  await screen.findByRole('table')
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Started' }).selectedOptions[0]?.textContent).toBe('Any time')
  expect(asked.some(({ path }) => path === '/operations?limit=50&kind=deploy')).toBe(true)
  fireEvent.change(screen.getByRole('combobox', { name: 'Kind' }), { target: { value: '' } })
  expect(history.at(-1)).toBe('/operations')
})

test('what a wait is for is said once', async () => {
  const wait = (second: number) => ({ kind: 'timer', name: 'wait', status: 'completed', started_at: `2026-11-21T12:00:0${second}Z`, finished_at: `2026-11-21T12:00:0${second + 1}Z` })
  const said = (second: number, value: string) => ({ at: `2026-11-21T12:00:0${second}Z`, value })
  serve({
    'GET /alerts': alerts,
    'GET /projects/p1': project,
    'GET /operations/d7': {
      ...deploy,
      kind: 'restart',
      status: 'completed',
      steps: [step('Claim', 0), wait(1), step('Begin', 2), wait(3), step('Look', 4), wait(5)],
      custom_statuses: [said(0, 'Waits for its turn at the service'), said(3, 'Checks its health'), said(5, 'Waiter looks')],
    },
  })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByRole('button', { name: /^Waits for its turn at the service, waited/ })
  expect(screen.getByRole('button', { name: /^Wait: checks its health, waited/ })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Wait: waiter looks, waited/ })).toBeTruthy()
})

test('what an operation said of itself last is no news once it is over', async () => {
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, kind: 'restart', status: 'completed', custom_status: 'Restarts', steps: [step('Claim', 0)] } })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  await screen.findByRole('button', { name: /^Claim, done/ })
  expect(screen.queryByText(/Restarts/)).toBeNull()
})

test('what was terminated is found by its state', async () => {
  const asked = serve({ 'GET /alerts': alerts, 'GET /operations': { items: [], next_cursor: null } })
  renderAt('/operations?state=terminated', <OperationsPage />)
  expect(await screen.findByText('No operation is like that.')).toBeTruthy()
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'State' }).selectedOptions[0]?.textContent).toBe('Terminated')
  expect(asked.some(({ path }) => path === '/operations?limit=50&state=terminated')).toBe(true)
})

test('what was terminated stands still', async () => {
  const steps = [
    { kind: 'timer', name: 'wait', status: 'waiting', started_at: '2026-11-21T12:00:00Z', until: '2026-11-21T12:30:00Z' },
    { kind: 'activity', name: 'RunJob', detail: 'build', status: 'terminated', started_at: '2026-11-21T12:00:01Z', finished_at: '2026-11-21T12:00:04Z' },
  ]
  serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations/d7': { ...deploy, status: 'terminated', finished_at: null, steps } })
  renderAt('/operations/d7', <OperationPage id="d7" />)
  expect((await screen.findByRole('button', { name: /^Build, terminated/ })).textContent).toContain('0:03')
  expect(screen.getByRole('button', { name: /^Wait, waited/ })).toBeTruthy()
  expect(screen.getByText(/^started 21 Nov/)).toBeTruthy()
})

test('a link with a state that is none shows any state', async () => {
  const asked = serve({ 'GET /alerts': alerts, 'GET /projects/p1': project, 'GET /operations': { items: [deploy], next_cursor: null } })
  renderAt('/operations?state=nonsense', <OperationsPage />)
  await screen.findByRole('table')
  expect(asked.some(({ path }) => path === '/operations?limit=50')).toBe(true)
})
