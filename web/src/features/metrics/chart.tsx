import { useEffect, useRef, useSyncExternalStore } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { valueOf, type ChartData, type Unit } from './chart-data'
import styles from './metrics.module.css'
import { date, moment } from '@/lib/time'

export interface Mark {
  /** In seconds. */
  at: number
  label: string
}

interface ChartProps {
  label: string
  data: ChartData
  series: readonly string[]
  unit: Unit
  /** From and to, in seconds. */
  window: readonly [number, number]
  limit: { value: number; label: string } | null
  marks: readonly Mark[]
}

const height = 150

// Sizes are counted in 1,024: round ones of these stand at the axis.
const powersOfTwo = Array.from({ length: 45 }, (_, index) => 2 ** index)

/** One chart; all on the page share a cursor. What it shows is in the table beside it for who cannot see it. */
export function Chart({ label, data, series, unit, window: [from, to], limit, marks }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const drawn = useRef({ limit, marks, window: [from, to] as const })
  const theme = useTheme()
  const names = series.join('\n')

  useEffect(() => {
    const element = place.current
    // Where there is nothing to draw on, the table has it all.
    if (!element || typeof CanvasRenderingContext2D === 'undefined') return
    const chart = new uPlot(options(element, names.split('\n'), unit, () => drawn.current), [[]], element)
    plot.current = chart
    const sizes = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    sizes.observe(element)
    return () => {
      sizes.disconnect()
      chart.destroy()
      plot.current = null
    }
    // The theme's colours are read when it is made.
  }, [names, unit, theme])

  useEffect(() => {
    drawn.current = { limit, marks, window: [from, to] }
    plot.current?.setData([data.times, ...data.values] as uPlot.AlignedData)
  }, [data, limit, marks, from, to, names, unit, theme])

  return <div ref={place} className={styles.plot} role="img" aria-label={label} style={{ height }} />
}

type Drawn = { limit: ChartProps['limit']; marks: readonly Mark[]; window: readonly [number, number] }

function options(element: HTMLElement, names: readonly string[], unit: Unit, drawn: () => Drawn): uPlot.Options {
  const ink = (name: string) => colour(element, `var(${name})`)
  const [faint, grid, mark, limitInk] = [ink('--ink-faint'), ink('--chart-grid'), ink('--chart-mark'), ink('--chart-limit')]
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const strokes = ['--series-first', '--series-second', '--series-third'].map(ink)
  const fill = ink('--series-fill')
  return {
    width: element.clientWidth || 400,
    height,
    cursor: { sync: { key: 'metrics' }, drag: { x: false, y: false }, points: { size: 7 } },
    legend: { show: true, live: true },
    scales: {
      x: { time: true, range: () => [...drawn().window] },
      y: { range: (_, __, highest) => [0, Math.max(highest ?? 0, unit === 'percent' ? 5 : 1) * 1.12] },
    },
    axes: [
      {
        stroke: faint,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 22,
        gap: 4,
        values: (chart, splits) => splits.map((at) => ((chart.scales.x?.max ?? 0) - (chart.scales.x?.min ?? 0) > 100_000 ? date(at * 1_000) : moment(at * 1_000))),
      },
      { stroke: faint, font, ...(unit.startsWith('bytes') && { incrs: powersOfTwo }), grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: 62, gap: 6, space: 34, values: (_, splits) => splits.map((value) => valueOf(value, unit)) },
    ],
    series: [
      { value: (_, at) => (at === null ? '' : moment(at * 1_000)) },
      ...names.map(
        (name, index): uPlot.Series => ({
          label: name,
          stroke: strokes[index] ?? faint,
          width: 1.6,
          spanGaps: false,
          points: { show: false },
          ...(index === 0 && names.length === 1 && { fill }),
          ...(index > 0 && { dash: [4, 3] }),
          value: (_, value, __, at) => (at === null ? '' : value === null ? 'no data' : valueOf(value, unit)),
        }),
      ),
    ],
    hooks: { draw: [(chart) => drawLines(chart, drawn(), mark, limitInk, font)] },
  }
}

/** Deployments as upright lines with their numbers, the limit as a level one. */
function drawLines(chart: uPlot, { limit, marks }: Drawn, mark: string, limitInk: string, font: string): void {
  const { ctx, bbox } = chart
  const ratio = devicePixelRatio
  ctx.save()
  ctx.lineWidth = ratio
  ctx.font = font.replace('11px', `${11 * ratio}px`)
  ctx.setLineDash([ratio, 3 * ratio])
  ctx.strokeStyle = mark
  ctx.fillStyle = mark
  ctx.textAlign = 'center'
  for (const { at, label } of marks) {
    const x = chart.valToPos(at, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    line(ctx, x, bbox.top, x, bbox.top + bbox.height)
    ctx.fillText(label, x, bbox.top - 4 * ratio)
  }
  const y = limit === null ? -1 : chart.valToPos(limit.value, 'y', true)
  if (limit !== null && y >= bbox.top && y <= bbox.top + bbox.height) {
    ctx.strokeStyle = limitInk
    ctx.fillStyle = limitInk
    ctx.textAlign = 'right'
    line(ctx, bbox.left, y, bbox.left + bbox.width, y)
    ctx.fillText(limit.label, bbox.left + bbox.width, y - 4 * ratio)
  }
  ctx.restore()
}

function line(ctx: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  ctx.beginPath()
  ctx.moveTo(fromX, fromY)
  ctx.lineTo(toX, toY)
  ctx.stroke()
}

/** What a token is in the theme of now: a canvas knows no custom properties. */
function colour(element: HTMLElement, value: string): string {
  const probe = element.appendChild(Object.assign(document.createElement('i'), { hidden: true }))
  probe.style.color = value
  const resolved = getComputedStyle(probe).color
  probe.remove()
  return resolved
}

function useTheme(): string {
  return useSyncExternalStore(
    (changed) => {
      const system = matchMedia('(prefers-color-scheme: dark)')
      const chosen = new MutationObserver(changed)
      chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
      system.addEventListener('change', changed)
      return () => {
        chosen.disconnect()
        system.removeEventListener('change', changed)
      }
    },
    () => document.documentElement.dataset.theme ?? String(matchMedia('(prefers-color-scheme: dark)').matches),
  )
}
