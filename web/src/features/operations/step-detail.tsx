import { useState } from 'react'
import { Link } from 'wouter'
import type { HistoryRow } from './history'
import { hasJson, JsonBlock } from './json-block'
import { stateWord } from './operation-state'
import { later, waits } from './stepping'
import styles from './waterfall.module.css'
import type { OperationStep } from '@/api/operations/operation'
import { routes } from '@/lib/routes'
import { duration, preciseMoment, spanOf, wholeDate } from '@/lib/time'
import { Button } from '@/ui/button'

// How many runs are shown at first: what came of the last ones is what one came for.
const few = 5

/** Every run of a step: when, what it got, what came of it. */
export function StepDetail({ row }: { row: HistoryRow }) {
  const [whole, setWhole] = useState(false)
  const known = row.runs.filter(({ status }) => status !== later)
  const from = whole ? 0 : Math.max(0, known.length - few)
  return (
    <>
      {row.ahead && <p>It had not begun at this point.</p>}
      {from > 0 && (
        <p>
          <Button dense label={`Show ${from} before`} onClick={() => setWhole(true)} />
        </p>
      )}
      {known.slice(from).map((run, index) => (
        <section key={from + index} aria-label={`${row.label}, ${from + index + 1} of ${row.runs.length}`}>
          <p className={styles.when}>
            {row.runs.length > 1 && <b>{row.attempts > 1 ? `Attempt ${run.attempt}` : `${from + index + 1} of ${row.runs.length}`}</b>}
            {run.kind !== 'timer' && run.kind !== 'event' && <span>{stateWord(run.status)}</span>}
            <span title={run.started_at === null ? undefined : `Since ${wholeDate(run.started_at)}`}>{times(run)}</span>
            {run.kind === 'timer' && run.finished_at === null && <span>{waits(run)}</span>}
            {run.kind !== 'timer' && <code>{run.name}</code>}
            {run.kind === 'child' && run.operation && <Link href={routes.operation(run.operation)}>Show its steps</Link>}
          </p>
          {run.error && <p className={styles.error}>{run.error}</p>}
          {(hasJson(run.input) || hasJson(run.output)) && (
            <div className={styles.pair}>
              {hasJson(run.input) && <JsonBlock label="Input" value={run.input} file={`${run.name}-input`} />}
              {hasJson(run.output) && <JsonBlock label="Output" value={run.output} file={`${run.name}-output`} />}
            </div>
          )}
        </section>
      ))}
    </>
  )
}

function times({ kind, started_at, finished_at }: OperationStep): string {
  if (started_at === null) return ''
  if (kind === 'event') return preciseMoment(started_at)
  if (finished_at === null) return `since ${preciseMoment(started_at)}`
  return `${preciseMoment(started_at)} to ${preciseMoment(finished_at)}, ${duration(spanOf(started_at, finished_at, 0) ?? 0)}`
}
