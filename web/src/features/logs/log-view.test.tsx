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

const runtime = (seq: number, message = `line ${seq}`) => ({ seq, timestamp: '2026-11-21T12:00:00.5Z', instance: '0b51', stream: 'stdout', level: 'info', message })

function showService(id: string, path: string, table: Record<string, unknown>) {
  const end = `id: 900\ndata: ${JSON.stringify(runtime(900, 'the end'))}\n\nevent: end\ndata: {}\n\n`
  const asked = serve({ [`GET /services/${id}/logs/stream`]: () => new Response(end), ...table })
  renderAt(path, <LogView source={{ kind: 'service', id }} name="web" />)
  return asked
}

test('a link to a line of long ago opens the part around it, and from there one goes on to the end', async () => {
  const asked = showService('s8', '/p/shop?line=300', {
    'GET /services/s8/logs?cursor=100&limit=1000': { items: [runtime(299), runtime(300)], next_cursor: '300' },
    'GET /services/s8/logs?cursor=300&limit=1000': { items: [runtime(301)], next_cursor: null },
  })
  expect((await screen.findByText('line 300')).closest('[aria-current]')).toBeTruthy()
  expect(screen.getByText('An earlier part')).toBeTruthy()
  expect(asked.some(({ path }) => path.includes('/stream'))).toBe(false)
  fireEvent.click(screen.getByRole('button', { name: 'Show newer lines' }))
  expect(await screen.findByText('the end')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Show newer lines' })).toBeNull()
})

test('a line that is clicked is marked and in the address', async () => {
  serve({ 'GET /deployments/d8/logs/stream': () => new Response(`${event(1, 'info', 'one')}${event(2, 'info', 'two')}event: end\ndata: {}\n\n`) })
  const { history } = renderAt('/d/d8', <LogView source={{ kind: 'deployment', id: 'd8' }} name="web-1" />)
  fireEvent.click(await screen.findByText('two'))
  expect(history.at(-1)).toBe('/d/d8?line=2')
  expect(screen.getByText('two').closest('[aria-current]')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Copy the link to line 2' })).toBeTruthy()
})

test('the whole log is searched on the server, further back when asked, and what was found is shown in its place', async () => {
  const asked = showService('s9', '/', {
    'GET /services/s9/logs?q=timeout&limit=1000&before=end': { items: [runtime(700, 'timeout b')], next_cursor: '600' },
    'GET /services/s9/logs?q=timeout&limit=1000&before=600': { items: [runtime(400, 'timeout a')], next_cursor: null },
    'GET /services/s9/logs?cursor=200&limit=1000': { items: [runtime(400, 'timeout a'), runtime(401, 'what came of it')], next_cursor: '401' },
  })
  await screen.findByText('the end')
  fireEvent.change(screen.getByLabelText('Find in the log'), { target: { value: 'timeout' } })
  expect(await screen.findByText('none')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Search the whole log' }))
  expect(await screen.findByText('1 line with “timeout” so far; there is more to look through')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show older lines' }))
  expect(await screen.findByText('2 lines with “timeout” in the whole log')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Show what is around line 400' }))
  expect(await screen.findByText('what came of it')).toBeTruthy()
  expect(asked.filter(({ path }) => path.includes('q='))).toHaveLength(2)
})

test('times are of the reader, or of UTC', async () => {
  showService('s10', '/', {})
  await screen.findByText('the end')
  fireEvent.click(screen.getByRole('button', { name: 'UTC' }))
  expect(screen.getByTitle('12:00:00.500')).toBeTruthy()
})
