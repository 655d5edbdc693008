import { CircleCheck, TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'
import styles from './alerts.module.css'
import type { Alert } from '@/api/alerts/list-alerts'
import { usePlaces, type Place } from '@/api/projects/find-places'
import { panelQuery, routes } from '@/lib/routes'
import { date, duration, moment, spanOf, wholeDate } from '@/lib/time'
import { sentenceCase } from '@/lib/words'
import { Ago } from '@/ui/clock'
import { Icon } from '@/ui/icon'

interface AlertListProps {
  alerts: readonly Alert[]
  /** A link of it was followed. */
  onFollow?: () => void
}

/** What happened, what to do about it, and the way to where it happened. */
export function AlertList({ alerts, onFollow }: AlertListProps) {
  const placeOf = usePlaces(alerts.flatMap(({ project_id }) => project_id ?? []))
  return (
    <ul className={styles.rows}>
      {alerts.map((alert) => (
        <Row key={alert.id} alert={alert} place={placeOf(alert.project_id, alert.service_id)} onFollow={onFollow} />
      ))}
    </ul>
  )
}

function Row({ alert, place, onFollow }: { alert: Alert; place: Place | null; onFollow: (() => void) | undefined }) {
  const isOver = alert.closed_at !== null
  return (
    <li data-state={isOver ? 'stopped' : 'failed'}>
      <Icon of={isOver ? CircleCheck : TriangleAlert} />
      <div>
        <p className={styles.title}>
          <b>{words[alert.kind] ?? sentenceCase(alert.kind)}</b>
          <Times alert={alert} />
        </p>
        <p>{alert.message}</p>
        {alert.fix && <p className={styles.fix}>{alert.fix}</p>}
        <p className={styles.links}>
          {alert.service_id === null && <span>About this machine</span>}
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

function Times({ alert: { opened_at, closed_at } }: { alert: Alert }) {
  if (closed_at === null) return <Ago at={opened_at} />
  return (
    <span title={`${wholeDate(opened_at)} to ${wholeDate(closed_at)}`}>
      {date(opened_at)}, {moment(opened_at)}, for {duration(spanOf(opened_at, closed_at, 0) ?? 0)}
    </span>
  )
}

const words: Record<string, string | undefined> = {
  crash_loop: 'Keeps crashing',
  disk_nearly_full: 'Disk nearly full',
  limit_90_percent: 'Near its limit',
  deployment_queued: 'A deployment waits',
}
