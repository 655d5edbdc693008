import { lazy, Suspense, useState, type ReactNode } from 'react'
import styles from './service-panel.module.css'
import type { Service } from '@/api/service'
import { LogView } from '@/features/logs/log-view'
import type { LogsView } from '@/lib/routes'
import { Empty } from '@/ui/empty'
import { Segments } from '@/ui/segments'
import { Skeleton } from '@/ui/skeleton'

const Metrics = lazy(() => import('@/features/metrics/metrics-part').then((module) => ({ default: module.MetricsPart })))

interface LogsPartProps {
  service: Service
  /** Null where the address names none. */
  view: LogsView | null
  deploy: ReactNode
  onView: (view: LogsView) => void
}

/** What a service writes while it runs, what its builds wrote, and what it uses. */
export function LogsPart({ service, view, deploy, onView }: LogsPartProps) {
  // Decided once: a deployment that ends does not take the log away that is being read.
  const [first] = useState<LogsView>(service.status === 'live' || service.status === 'stopped' || service.failure !== null ? 'runtime' : 'build')
  const shown = view ?? first
  const latest = service.latest_deployment
  if (latest === null) return <Empty act={deploy}>No lines yet. {service.name} writes here once it is deployed.</Empty>
  return (
    <>
      <div className={styles.views}>
        <Segments
          label="What to show"
          value={shown}
          onChange={onView}
          options={[
            { value: 'runtime', label: 'Application log' },
            { value: 'build', label: `Deployment ${latest.number}` },
            { value: 'metrics', label: 'Metrics' },
          ]}
        />
      </div>
      {shown === 'runtime' && <LogView key={service.id} source={{ kind: 'service', id: service.id }} name={service.name} />}
      {shown === 'build' && (
        <LogView key={latest.id} source={{ kind: 'deployment', id: latest.id }} name={`${service.name}-${latest.number}`} failed={latest.status === 'failed'} />
      )}
      {shown === 'metrics' && (
        <Suspense fallback={<div className={styles.padded}><Skeleton /></div>}>
          <Metrics service={service} />
        </Suspense>
      )}
    </>
  )
}
