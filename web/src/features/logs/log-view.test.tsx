import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LogView } from './log-view'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const event = (seq: number, level: string, message: string) =>
  `id: ${seq}\ndata: ${JSON.stringify({ seq, timestamp: '2026-11-21T12:00:00Z', phase: 'build', level, message })}\n\n`

function show(id: string, ...parts: string[]) {
  const asked = serve({ [`GET /deployments/${id}/logs/stream`]: () => new Response(parts.join('')) })
  renderAt('/', <LogView source={{ kind: 'deployment', id }} name="web-1" failed={false} />)
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
  renderAt('/', <LogView source={{ kind: 'deployment', id: 'd4' }} name="web-1" failed={false} />)
  expect((await screen.findByRole('alert')).textContent).toContain('The log cannot be shown')
})

test('coming back shows what was read without reading it again', async () => {
  const asked = show('d5', event(1, 'info', 'kept'), 'event: end\ndata: {}\n\n')
  await screen.findByText('1 line')
  renderAt('/', <LogView source={{ kind: 'deployment', id: 'd5' }} name="again" failed={false} />)
  expect(screen.getAllByText('kept')).toHaveLength(2)
  expect(asked.filter(({ path }) => path.endsWith('/stream'))).toHaveLength(1)
})

test('finding marks the lines, counts them and can show only them', async () => {
  show('d6', event(1, 'info', 'GET /a'), event(2, 'info', 'other'), event(3, 'info', 'get /b'), 'event: end\ndata: {}\n\n')
  await screen.findByText('3 lines')
  fireEvent.change(screen.getByLabelText('Find in the log'), { target: { value: 'get' } })
  expect(await screen.findByText(/1 of 2/)).toBeTruthy()
  expect(screen.getAllByText('GET').map(({ tagName }) => tagName)).toEqual(['MARK'])
  fireEvent.click(screen.getByRole('button', { name: 'Next (Enter)' }))
  expect(screen.getByText(/2 of 2/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show only these lines' }))
  expect(screen.queryByText('other')).toBeNull()
})

test('a running service is followed from its last lines, and older ones are asked for', async () => {
  const line = (seq: number) => `id: ${seq}\ndata: ${JSON.stringify({ seq, timestamp: '2026-11-21T12:00:00Z', instance: '0b51', stream: 'stdout', level: 'info', message: `line ${seq}` })}\n\n`
  const asked = serve({
    'GET /services/s7/logs/stream': () => new Response(`${line(11)}${line(12)}event: end\ndata: {}\n\n`),
    'GET /services/s7/logs': { items: [{ seq: 10, timestamp: '2026-11-21T11:00:00Z', level: 'info', message: 'line 10' }], next_cursor: null },
  })
  renderAt('/', <LogView source={{ kind: 'service', id: 's7' }} name="web" />)
  expect(await screen.findByText('line 12')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show older lines' }))
  expect(await screen.findByText('line 10')).toBeTruthy()
  expect(asked.at(-1)?.path).toContain('before=11')
  expect(screen.queryByRole('button', { name: 'Show older lines' })).toBeNull()
})
