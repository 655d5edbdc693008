import { TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'
import styles from './alerts.module.css'
import type { Alert } from '@/api/alerts/list-alerts'
import { usePlaces, type Place } from '@/api/projects/find-places'
import { panelQuery, routes } from '@/lib/routes'
import { sentenceCase } from '@/lib/words'
import { Ago } from '@/ui/clock'
import { Icon } from '@/ui/icon'

/** What happened, what to do about it, and the way to where it happened. */
export function AlertList({ alerts, onFollow }: { alerts: readonly Alert[]; onFollow: () => void }) {
  const placeOf = usePlaces(alerts.flatMap(({ project_id }) => project_id ?? []))
  if (alerts.length === 0) return <p className={styles.none}>No alert is open. A service that keeps crashing, a disk that fills up: it is said here until it is over.</p>
  return (
    <ul>
      {alerts.map((alert) => (
        <Row key={alert.id} alert={alert} place={placeOf(alert.project_id, alert.service_id)} onFollow={onFollow} />
      ))}
    </ul>
  )
}

function Row({ alert, place, onFollow }: { alert: Alert; place: Place | null; onFollow: () => void }) {
  return (
    <li data-state="failed">
      <Icon of={TriangleAlert} />
      <div>
        <p className={styles.title}>
          <b>{words[alert.kind] ?? sentenceCase(alert.kind)}</b>
          <Ago at={alert.opened_at} />
        </p>
        <p>{alert.message}</p>
        {alert.fix && <p className={styles.fix}>{alert.fix}</p>}
        <p className={styles.links}>
          {place && (
            <Link href={routes.project(place.slug) + panelQuery(place.service === null ? null : alert.service_id)} onClick={onFollow}>
              Show {place.service ?? place.project}
            </Link>
          )}
          {alert.deployment_id && (
            <Link href={routes.deployment(alert.deployment_id)} onClick={onFollow}>
              Show what was seen
            </Link>
          )}
        </p>
      </div>
    </li>
  )
}

const words: Record<string, string | undefined> = {
  crash_loop: 'Keeps crashing',
  disk_nearly_full: 'Disk nearly full',
  limit_90_percent: 'Near its limit',
  deployment_queued: 'A deployment waits',
}
