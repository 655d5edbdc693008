import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LogView } from './log-view'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const event = (seq: number, level: string, message: string) =>
  `id: ${seq}\ndata: ${JSON.stringify({ seq, timestamp: '2026-11-21T12:00:00Z', phase: 'build', level, message })}\n\n`

function show(id: string, ...parts: string[]) {
  const asked = serve({ [`GET /deployments/${id}/logs/stream`]: () => new Response(parts.join('')) })
  renderAt('/', <LogView deploymentId={id} name="web-1" failed={false} />)
  return asked
}

test('lines are shown as they come, without what steers a terminal', async () => {
  show('d1', event(1, 'info', '\u001b[32madded\u001b[0m 5 packages'), event(2, 'warn', 'deprecated'), 'event: end\ndata: {}\n\n')
  expect((await screen.findByText('added')).className).toContain('green')
  expect(screen.getByRole('log').textContent).toContain('added 5 packages')
  expect(await screen.findByText('2 lines')).toBeTruthy()
})

test('only the errors are shown when they are asked for', async () => {
  show('d2', event(1, 'info', 'fine'), event(2, 'error', 'broken'), 'event: end\ndata: {}\n\n')
  fireEvent.click(await screen.findByRole('button', { name: 'Errors 1' }))
  expect(screen.queryByText('fine')).toBeNull()
  expect(screen.getByText('broken')).toBeTruthy()
})

test('a line that cannot be read does not end the log', async () => {
  show('d3', 'id: 1\ndata: {not json\n\n', event(2, 'info', 'still here'), 'event: end\ndata: {}\n\n')
  expect(await screen.findByText('still here')).toBeTruthy()
})

test('a log that is not there says so', async () => {
  serve({})
  renderAt('/', <LogView deploymentId="d4" name="web-1" failed={false} />)
  expect((await screen.findByRole('alert')).textContent).toContain('The log cannot be shown')
})

test('coming back shows what was read without reading it again', async () => {
  const asked = show('d5', event(1, 'info', 'kept'), 'event: end\ndata: {}\n\n')
  await screen.findByText('1 line')
  renderAt('/', <LogView deploymentId="d5" name="again" failed={false} />)
  expect(screen.getAllByText('kept')).toHaveLength(2)
  expect(asked.filter(({ path }) => path.endsWith('/stream'))).toHaveLength(1)
})
