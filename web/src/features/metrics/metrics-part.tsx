import { useMemo, useState } from 'react'
import { ChartLine, Table } from 'lucide-react'
import { Chart, type Mark } from './chart'
import { chartKinds, spanSeconds, toChartData, valueOf, type ChartKind } from './chart-data'
import { ValuesTable } from './values-table'
import styles from './metrics.module.css'
import { useDeployments } from '@/api/deployments/list-deployments'
import { ranges, useMetrics, type Range, type Series } from '@/api/services/get-metrics'
import type { InstanceSize, Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { millis } from '@/lib/time'
import { Button } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import { Segments } from '@/ui/segments'
import { Skeleton } from '@/ui/skeleton'
import { useNow } from '@/ui/use-now'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

const rangeWords: Record<Range, string> = { '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' }

const memoryOf: Record<InstanceSize, number> = { small: 512, medium: 2_048, large: 4_096, xlarge: 8_192 }

/** What a service uses, over one range, with one cursor through all charts. */
export function MetricsPart({ service }: { service: Service }) {
  const [range, setRange] = useState<Range>('1h')
  const { data, error, isPending, refetch } = useMetrics(service.id, range)
  const deployments = useDeployments(service.id).data
  const now = useNow('slow') / 1_000
  const marks = useMemo(
    () =>
      (deployments?.pages ?? [])
        .flatMap(({ items }) => items)
        .filter(({ status, finished_at }) => status === 'live' && finished_at !== null)
        .map(({ number, finished_at }): Mark => ({ at: millis(finished_at ?? 0) / 1_000, label: String(number) })),
    [deployments],
  )
  const shown = chartKinds.filter(({ series }) => data?.series.some(({ name, points }) => points.some(([, value]) => value !== null) && series.some((wanted) => wanted.name === name)))
  return (
    <div className={styles.metrics}>
      <div className={cx(text.lineUp, text.wrap)}>
        <Segments label="Range" value={range} onChange={setRange} options={ranges.map((value) => ({ value, label: rangeWords[value] }))} />
        {marks.length > 0 && <span className={cx(text.small, text.faint)}>Dotted lines with a number are deployments</span>}
      </div>
      {isPending && <Skeleton lines={5} />}
      {error && !data && <ProblemNote error={error} title="The metrics could not be read" onRetry={() => void refetch()} />}
      {data && shown.length === 0 && <p className={text.soft}>Nothing was measured in this time. {service.name} is measured every 10 s while it runs.</p>}
      {data &&
        shown.map((kind) => (
          <ChartCard key={kind.title} kind={kind} series={data.series} step={data.step_seconds} window={[now - spanSeconds(range), now]} marks={marks} limit={limitOf(kind, service)} />
        ))}
      {[...new Set(data?.missing.map(({ reason }) => reason))].map((reason) => (
        <p key={reason} className={cx(text.small, text.faint)}>
          {reason}
        </p>
      ))}
    </div>
  )
}

interface CardProps {
  kind: ChartKind
  series: readonly Series[]
  step: number | undefined
  window: readonly [number, number]
  marks: readonly Mark[]
  limit: { value: number; label: string } | null
}

function ChartCard({ kind, series, step, window, marks, limit }: CardProps) {
  const [asTable, setAsTable] = useState(false)
  const present = useMemo(() => kind.series.filter(({ name }) => series.some((one) => one.name === name)), [kind, series])
  const data = useMemo(() => toChartData(present.flatMap(({ name }) => series.find((one) => one.name === name) ?? []), step), [present, series, step])
  const labels = present.map(({ label }) => label)
  const latest = data.values.map((column) => column.findLast((value) => value !== null) ?? null)
  const words = present.map(({ label }, index) => {
    const value = latest[index]
    return `${present.length > 1 ? `${label} ` : ''}${value == null ? 'no data' : valueOf(value, kind.unit)}`
  })
  return (
    <section className={card.card} aria-label={kind.title}>
      <header>
        <h3>{kind.title}</h3>
        <span className={cx(text.number, styles.now)}>{words.join(', ')}</span>
        {limit && <span className={cx(text.small, text.faint)}>of {valueOf(limit.value, kind.unit)}</span>}
        <Button
          only
          dense
          kind="quiet"
          className={text.right}
          icon={asTable ? ChartLine : Table}
          label={asTable ? `Show ${kind.title} as a chart` : `Show ${kind.title} as a table`}
          onClick={() => setAsTable(!asTable)}
        />
      </header>
      {asTable ? (
        <ValuesTable title={kind.title} labels={labels} data={data} unit={kind.unit} />
      ) : (
        <Chart label={`${kind.title}: ${words.join(', ')}. The table has all values.`} data={data} series={labels} unit={kind.unit} window={window} marks={marks} limit={limit} />
      )}
    </section>
  )
}

function limitOf(kind: ChartKind, service: Service): CardProps['limit'] {
  return kind.title === 'Memory' ? { value: memoryOf[service.instance_size] * 1_024 * 1_024, label: 'Limit' } : null
}
