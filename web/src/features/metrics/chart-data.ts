import type { Range, Series } from '@/api/services/get-metrics'

/** Columns as the chart takes them: times in seconds, then the values of each series; a null is a gap. */
export interface ChartData {
  times: number[]
  values: (number | null)[][]
}

/** Puts series on one axis of time. Where samples are missing a gap is put in, so that no line is drawn over what nobody saw. */
export function toChartData(series: readonly Series[], stepSeconds?: number): ChartData {
  const columns = series.map(({ points }) => new Map(points.map(([at, value]) => [seconds(at), value])))
  const seen = [...new Set(columns.flatMap((column) => [...column.keys()]))].toSorted((a, b) => a - b)
  const step = stepSeconds ?? usualStep(seen)
  const times: number[] = []
  for (const [index, time] of seen.entries()) {
    const before = seen[index - 1]
    if (before !== undefined && time - before > step * 1.9) times.push(before + step)
    times.push(time)
  }
  return { times, values: columns.map((column) => times.map((time) => column.get(time) ?? null)) }
}

function seconds(at: string | number): number {
  if (typeof at === 'string') return Math.round(Date.parse(at) / 1_000)
  return Math.round(at > 100_000_000_000 ? at / 1_000 : at)
}

/** The distance that most neighbours have. */
function usualStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1
}

const spans: Record<Range, number> = { '1h': 3_600, '6h': 21_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 }

export function spanSeconds(range: Range): number {
  return spans[range]
}

export type Unit = 'percent' | 'bytes' | 'bytes_per_second' | 'milliseconds' | 'number' | 'per_second'

export interface ChartKind {
  title: string
  unit: Unit
  series: readonly { name: string; label: string }[]
}

/** The charts there are, each with the series that it draws. */
export const chartKinds: readonly ChartKind[] = [
  { title: 'CPU', unit: 'percent', series: [{ name: 'cpu_percent', label: 'CPU' }] },
  { title: 'Memory', unit: 'bytes', series: [{ name: 'memory_bytes', label: 'Memory' }] },
  {
    title: 'Network',
    unit: 'bytes_per_second',
    series: [
      { name: 'network_rx_bytes', label: 'In' },
      { name: 'network_tx_bytes', label: 'Out' },
    ],
  },
  {
    title: 'Disk',
    unit: 'bytes_per_second',
    series: [
      { name: 'disk_read_bytes', label: 'Read' },
      { name: 'disk_write_bytes', label: 'Written' },
    ],
  },
  { title: 'Requests', unit: 'per_second', series: [{ name: 'requests_per_second', label: 'Requests' }] },
  {
    title: 'Response time',
    unit: 'milliseconds',
    series: [
      { name: 'response_time_p50', label: 'Half' },
      { name: 'response_time_p95', label: '95 %' },
    ],
  },
  { title: 'Errors', unit: 'percent', series: [{ name: 'error_rate', label: 'Errors' }] },
]

/** A value with its unit: `47 %`, `662 MB`, `1.2 kB/s`. */
export function valueOf(value: number, unit: Unit): string {
  switch (unit) {
    case 'percent':
      return `${round(value)} %`
    case 'bytes':
      return bytes(value)
    case 'bytes_per_second':
      return `${bytes(value)}/s`
    case 'milliseconds':
      return `${round(value)} ms`
    case 'per_second':
      return `${round(value)} /s`
    case 'number':
      return round(value)
  }
}

function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = value
  let at = 0
  while (Math.abs(size) >= 1_000 && at < units.length - 1) {
    size /= 1_024
    at++
  }
  return `${round(size)} ${units[at] ?? ''}`
}

function round(value: number): string {
  if (value === 0) return '0'
  return Math.abs(value) >= 10 ? Math.round(value).toString() : value.toFixed(Math.abs(value) >= 1 ? 1 : 2).replace(/\.?0+$/, '') || '0'
}
