import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { MetricsPart } from './metrics-part'
import { aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const series = [
  { name: 'cpu_percent', unit: 'percent', points: [['2026-11-21T12:00:00Z', 10], ['2026-11-21T12:00:10Z', 20], ['2026-11-21T12:00:20Z', 12], ['2026-11-21T12:01:20Z', 30]] },
  { name: 'network_rx_bytes', unit: 'bytes', points: [['2026-11-21T12:00:00Z', 2048]] },
]

function show(answer: unknown) {
  const asked = serve({ 'GET /services/s1/metrics': answer, 'GET /services/s1/deployments': { items: [], next_cursor: null } })
  renderAt('/', <MetricsPart service={aService({ status: 'live' })} />)
  return asked
}

test('only what was measured has a chart, with its newest value and a table behind it', async () => {
  show({ range: '1h', series })
  const cpu = await screen.findByRole('region', { name: 'CPU' })
  expect(within(cpu).getByRole('img').getAttribute('aria-label')).toMatch(/^CPU: 30 %/)
  expect(screen.queryByRole('region', { name: 'Disk' })).toBeNull()
  fireEvent.click(within(cpu).getByRole('button', { name: 'Show CPU as a table' }))
  const rows = within(cpu).getAllByRole('row').slice(1).map((row) => row.textContent?.replace(/^.*:\d\d:\d\d/, ''))
  expect(rows).toEqual(['30 %', 'no data', '12 %', '20 %', '10 %'])
})

test('another range asks for it', async () => {
  const asked = show({ range: '1h', series })
  await screen.findByRole('region', { name: 'CPU' })
  fireEvent.click(screen.getByRole('button', { name: '24 h' }))
  expect(asked.some(({ path }) => path.endsWith('?range=24h'))).toBe(true)
})

test('nothing measured is said, not drawn as zero', async () => {
  show({ range: '1h', series: [] })
  expect(await screen.findByText(/Nothing was measured/)).toBeTruthy()
  expect(screen.queryByRole('img')).toBeNull()
})
