import { useMemo } from 'react'
import { asTold, barOf, isCut, overAt, rowsOf, spanOfHistory, ticksOf, type HistoryRow } from './history'
import { stateWord } from './operation-state'
import { Stepper } from './stepper'
import { pointsOf, stepsAt, toldAt } from './stepping'
import { WaterfallRows } from './waterfall-rows'
import styles from './waterfall.module.css'
import type { OperationDetail } from '@/api/operations/operation'
import { shortly } from '@/lib/time'
import { useNow } from '@/ui/use-now'

/** How near to the playhead a mark of the scale is under it, in hundredths. */
const covered = 6

interface WaterfallProps {
  operation: OperationDetail
  /** The point that is looked at, from 0; null: the end. */
  point: number | null
  onPoint: (point: number | null) => void
}

/** One row a step; the bar's shape says what the time was spent on. It can be stepped through: what comes after a point is faded. */
export function Waterfall({ operation, point, onPoint }: WaterfallProps) {
  const now = useNow('second')
  const span = spanOfHistory(operation, now)
  const over = useMemo(() => overAt(operation), [operation])
  const steps = useMemo(() => (operation.steps ?? []).map((step) => asTold(step, operation.status)), [operation.steps, operation.status])
  const points = useMemo(() => pointsOf(steps), [steps])
  const last = points.length - 1
  const shown = point === null || point >= last ? null : point
  const known = useMemo(() => (shown === null ? steps : stepsAt(steps, points, shown)), [steps, points, shown])
  const statuses = operation.custom_statuses
  const rows = useMemo(() => rowsOf(known, shown === null ? over : null).map((row) => waitsAs(row, statuses ?? [])), [known, shown, statuses, over])
  const cut = rows.find(isCut)
  const head = shown === null ? null : (points[shown]?.at ?? null)
  const at = head === null ? null : barOf(span, head, null).from
  const told = point === null ? null : toldAt(statuses ?? [], head ?? Number.POSITIVE_INFINITY)
  const here = point === null ? undefined : points[shown ?? last]?.step
  return (
    <>
      <p className={styles.legend} aria-hidden="true">
        <span>
          <i /> Worked
        </span>
        <span>
          <i data-bar="failed" /> Failed
        </span>
        <span>
          <i data-bar="wait" /> Waited
        </span>
        <span>
          <i data-bar="running" /> Running
        </span>
        {cut && (
          <span>
            <i data-bar="cut" /> {stateWord(cut.status)}
          </span>
        )}
        {rows.some(({ undo }) => undo) && (
          <span>
            <i data-bar="undo" /> Undone
          </span>
        )}
      </p>
      <div className={styles.axis} aria-hidden="true">
        <span>Step</span>
        <span className={styles.scale}>
          {ticksOf(span).map(({ at: mark, label }) => (
            <i key={label} style={{ left: `${mark}%` }} hidden={at !== null && Math.abs(mark - at) < covered}>
              {label}
            </i>
          ))}
          {at !== null && head !== null && (
            <b className={styles.head} style={{ left: `clamp(24px, ${at}%, 100% - 24px)` }}>
              {span.end - span.start < 1_000 ? `${Math.round(head - span.start)} ms` : shortly(head - span.start)}
            </b>
          )}
        </span>
        <span className={styles.clock}>Took</span>
      </div>
      <WaterfallRows rows={rows} here={here} isOver={over !== null} span={span} now={now} head={head} />
      {last > 0 && <Stepper steps={known} points={points} point={shown ?? last} told={told} isOpen={point !== null} onPoint={onPoint} />}
    </>
  )
}

/** What a wait is for is what the orchestration had said of itself before it. */
function waitsAs(row: HistoryRow, statuses: NonNullable<OperationDetail['custom_statuses']>): HistoryRow {
  const told = row.kind === 'timer' && row.startedAt !== null ? toldAt(statuses, row.startedAt) : null
  if (typeof told?.value !== 'string') return row
  return { ...row, label: /^wait(s|ing)?\b/i.test(told.value) ? told.value : `Wait: ${told.value.charAt(0).toLowerCase()}${told.value.slice(1)}` }
}
