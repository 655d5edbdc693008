import { Link } from 'wouter'
import { AtStep, OperationState, operationTook } from './operation-state'
import styles from './operations.module.css'
import type { Operation } from '@/api/operations/operation'
import type { Place } from '@/api/projects/find-places'
import { cx } from '@/lib/cx'
import { panelQuery, routes } from '@/lib/routes'
import { sentenceCase, shortId } from '@/lib/words'
import { Ago } from '@/ui/clock'
import card from '@/ui/card.module.css'
import table from '@/ui/table.module.css'

type PlaceOf = (projectId: string | null, serviceId: string | null) => Place | null

export function OperationTable({ operations, placeOf }: { operations: readonly Operation[]; placeOf: PlaceOf }) {
  return (
    <div className={card.card}>
      <table className={cx(table.table, styles.table)}>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col">State</th>
            <th scope="col">About</th>
            <th scope="col">Started</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {operations.map((operation) => (
            <tr key={operation.id}>
              <td>
                <Link href={routes.operation(operation.id)} className={styles.name} title={operation.id}>
                  {sentenceCase(operation.kind)}
                </Link>
              </td>
              <td>
                <OperationState operation={operation} />
                {operation.current_step && (
                  <span className={styles.step}>
                    <AtStep step={operation.current_step} />
                  </span>
                )}
              </td>
              <td>
                <About operation={operation} place={placeOf(operation.project_id, operation.object.id)} />
              </td>
              <td className={styles.faint}>
                <Ago at={operation.started_at} />
              </td>
              <td className={cx(styles.faint, styles.took)}>{operationTook(operation)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The name of what it is about, where that is still there. */
export function About({ operation, place }: { operation: Operation; place: Place | null }) {
  if (place === null || (operation.object.kind === 'service' && place.service === null))
    return (
      <span className={styles.gone} title={operation.object.id}>
        {place && `${place.project}, `}
        {operation.object.kind} <code>{shortId(operation.object.id)}</code>
      </span>
    )
  return (
    <Link href={routes.project(place.slug) + panelQuery(place.service === null ? null : operation.object.id)}>
      {place.service === null ? place.project : `${place.service}, ${place.project}`}
    </Link>
  )
}

/** What it is about, in the middle of a title. */
export function objectName(operation: Operation, place: Place | null): string {
  if (operation.object.kind === 'service' && place?.service) return place.service
  if (operation.object.kind === 'project' && place) return place.project
  return `${operation.object.kind} ${shortId(operation.object.id)}`
}
