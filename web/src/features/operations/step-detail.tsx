import { Link } from 'wouter'
import type { HistoryRow } from './history'
import { hasJson, JsonBlock } from './json-block'
import { stateWord } from './operation-state'
import { later, waits } from './stepping'
import styles from './waterfall.module.css'
import type { OperationStep } from '@/api/operations/operation'
import { routes } from '@/lib/routes'
import { duration, preciseMoment, spanOf, wholeDate } from '@/lib/time'

/** Every run of a step: when, what it got, what came of it. */
export function StepDetail({ row }: { row: HistoryRow }) {
  return (
    <>
      {row.ahead && <p>It had not begun at this point.</p>}
      {row.runs.filter(({ status }) => status !== later).map((run, index) => (
        <section key={index} aria-label={`${row.label}, ${index + 1} of ${row.runs.length}`}>
          <p className={styles.when}>
            {row.runs.length > 1 && <b>{row.attempts > 1 ? `Attempt ${run.attempt}` : `${index + 1} of ${row.runs.length}`}</b>}
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
