import { Link } from 'wouter'
import { actionWord } from './action'
import styles from './audit.module.css'
import type { AuditEntry } from '@/api/audit/list-audit'
import type { Place } from '@/api/projects/find-places'
import type { NodeStatus } from '@/api/service'
import { cx } from '@/lib/cx'
import { panelQuery, routes } from '@/lib/routes'
import { date, wholeDate, wholeMoment } from '@/lib/time'
import { sentenceCase, shortId } from '@/lib/words'
import { StateLabel } from '@/ui/state-label'
import card from '@/ui/card.module.css'
import table from '@/ui/table.module.css'

type NameOf = (id: string) => Place | null

export function AuditTable({ entries, nameOf }: { entries: readonly AuditEntry[]; nameOf: NameOf }) {
  return (
    <div className={card.card}>
      <table className={cx(table.table, styles.table)}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Outcome</th>
            <th scope="col">Done to</th>
            <th scope="col">Who, from where</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>
                <b title={entry.action}>{actionWord(entry.action)}</b>
                <Sent fields={entry.fields ?? []} />
              </td>
              <td>
                <Outcome entry={entry} />
              </td>
              <td>
                <DoneTo entry={entry} place={entry.object_id === null ? null : nameOf(entry.object_id)} />
              </td>
              <td title={[entry.actor, entry.address].filter(Boolean).join(', ')}>
                <span>{entry.actor}</span>
                {entry.address && <span className={styles.more}>{entry.address}</span>}
              </td>
              <td className={styles.faint}>
                <time dateTime={entry.at} title={wholeDate(entry.at)}>
                  {date(entry.at)}, {wholeMoment(entry.at)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Names only: values are not recorded. */
function Sent({ fields }: { fields: readonly string[] }) {
  if (fields.length === 0) return null
  return (
    <span className={styles.more} title={`What was sent: ${fields.join(', ')}`}>
      {fields.join(', ')}
    </span>
  )
}

/** The way to what it was done to, where that is still there. */
function DoneTo({ entry: { object_kind, object_id }, place }: { entry: AuditEntry; place: Place | null }) {
  if (object_id === null) return object_kind === null ? null : <span className={styles.faint}>{sentenceCase(object_kind)}</span>
  if (place)
    return (
      <Link href={routes.project(place.slug) + panelQuery(place.service === null ? null : object_id)} title={object_id}>
        {place.service === null ? place.project : `${place.service}, ${place.project}`}
      </Link>
    )
  const way = ways[object_kind ?? '']
  const name = (
    <>
      {sentenceCase(object_kind ?? 'object')} <code>{short(object_id)}</code>
    </>
  )
  return way ? (
    <Link href={way(object_id)} title={object_id}>
      {name}
    </Link>
  ) : (
    <span className={styles.faint} title={object_id}>
      {name}
    </span>
  )
}

/** Ids with words in them, as an orchestration's, are told apart by their whole. */
function short(id: string): string {
  return /^[0-9a-f-]+$/.test(id) ? shortId(id) : id
}

const ways: Record<string, ((id: string) => string) | undefined> = { deployment: routes.deployment, operation: routes.operation }

/** How an object is called where there is only its name. */
export function objectName({ object_kind, object_id }: AuditEntry, place: Place | null): string {
  if (place) return place.service === null ? place.project : `${place.service}, ${place.project}`
  return `${sentenceCase(object_kind ?? 'object')} ${short(object_id ?? '')}`
}

function Outcome({ entry }: { entry: AuditEntry }) {
  const [tone, word, more] = outcomeOf(entry.status)
  return (
    <StateLabel status={tone} title={[more, entry.request_id && `Request ${entry.request_id}`].filter(Boolean).join(' ')}>
      {word}
    </StateLabel>
  )
}

function outcomeOf(status: number | null): readonly [tone: NodeStatus, word: string, more: string] {
  if (status === null) return ['not_configured', 'Not known', 'The platform ended before it answered: it may have been done or not.']
  if (status >= 400) return ['failed', 'Failed', `It was answered with ${status}: it may have been done in part.`]
  return status === 202 ? ['ready', 'Begun', 'It was accepted. What came of it is among the operations.'] : ['live', 'Done', `It was answered with ${status}.`]
}
