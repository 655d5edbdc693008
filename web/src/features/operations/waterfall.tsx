import { useId, useState } from 'react'
import { ChevronDown, ChevronRight, Clock3, CircleCheck, CircleDashed, Loader, Radio, TriangleAlert, Undo2 } from 'lucide-react'
import { asTold, barOf, rowsOf, spanOfHistory, ticksOf, type HistoryRow, type Span } from './history'
import { stateWord } from './operation-state'
import { StepDetail } from './step-detail'
import { Stepper, waits } from './stepper'
import { later, pointsOf, stepsAt } from './stepping'
import styles from './waterfall.module.css'
import type { OperationDetail, OperationStep } from '@/api/operations/operation'
import type { NodeStatus } from '@/api/service'
import { duration, millis } from '@/lib/time'
import { count } from '@/lib/words'
import { Badge } from '@/ui/badge'
import { Icon, type IconShape } from '@/ui/icon'
import { useNow } from '@/ui/use-now'
import text from '@/ui/text.module.css'

/** One row a step; the bar's shape says what the time was spent on. It can be stepped through: what comes after a point is faded. */
export function Waterfall({ operation }: { operation: OperationDetail }) {
  const now = useNow('second')
  const [point, setPoint] = useState<number | null>(null)
  const span = spanOfHistory(operation, now)
  const steps = (operation.steps ?? []).map(asTold)
  const points = pointsOf(steps)
  const last = points.length - 1
  const shown = point === null || point >= last ? null : point
  const known = shown === null ? steps : stepsAt(steps, points, shown)
  const rows = rowsOf(known, shown === null ? operation.finished_at : null)
  const head = shown === null ? null : (points[shown]?.at ?? null)
  const at = head === null ? null : barOf(span, head, null).from
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
        {rows.some(({ undo }) => undo) && (
          <span>
            <i data-bar="undo" /> Undone
          </span>
        )}
      </p>
      <div className={styles.axis} aria-hidden="true">
        <span>Step</span>
        <span className={styles.scale}>
          {ticksOf(span).map(({ at, label }) => (
            <i key={label} style={{ left: `${at}%` }}>
              {label}
            </i>
          ))}
          {at !== null && head !== null && (
            <b className={styles.head} style={{ left: `clamp(24px, ${at}%, 100% - 24px)` }}>
              {duration(head - span.start)}
            </b>
          )}
        </span>
        <span className={styles.clock}>Took</span>
      </div>
      <ol className={styles.rows}>
        {rows.map((row, index) => (
          <Row key={index} row={row} span={span} now={head ?? now} at={at} />
        ))}
      </ol>
      {last > 0 && <Stepper steps={known} points={points} point={shown ?? last} isOpen={point !== null} onPoint={setPoint} />}
    </>
  )
}

function Row({ row, span, now, at }: { row: HistoryRow; span: Span; now: number; at: number | null }) {
  const id = useId()
  // A failure is what one came for.
  const [open, setOpen] = useState(row.status === 'failed')
  const took = row.startedAt === null || row.ahead ? null : (row.finishedAt ?? now) - row.startedAt
  return (
    <li data-state={tone(row)} data-ahead={row.ahead || undefined}>
      <button type="button" className={styles.row} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <span className={styles.name}>
          <Icon of={open ? ChevronDown : ChevronRight} small />
          <Icon of={icon(row)} className={styles.state} />
          <span className={text.cut}>{row.label}</span>
          <span className={text.unseen}>, {word(row)}</span>
          {row.attempts > 1 ? <Badge state={row.status === 'failed' ? 'failed' : undefined}>{count(row.attempts, 'attempt')}</Badge> : row.runs.length > 1 && <Badge>{row.runs.length} times</Badge>}
        </span>
        <span className={styles.lane} aria-hidden="true">
          {row.waits.map((wait, index) => (
            <Bar key={`w${index}`} step={wait} span={span} end={at === null ? null : now} />
          ))}
          {row.runs.map((run, index) => (
            <Bar key={index} step={run} span={span} end={at === null ? null : now} />
          ))}
          {at !== null && <i data-bar="after" style={{ left: `${at}%` }} />}
        </span>
        <span className={styles.clock}>{took !== null && row.kind !== 'event' && duration(took)}</span>
      </button>
      {open && (
        <div id={id} className={styles.detail}>
          <StepDetail row={row} />
        </div>
      )}
    </li>
  )
}

/** `end`: how far a bar goes that has none. */
function Bar({ step, span, end }: { step: OperationStep; span: Span; end: number | null }) {
  if (step.started_at === null) return null
  const { from, width } = barOf(span, millis(step.started_at), step.finished_at === null ? end : millis(step.finished_at))
  return <i data-bar={shape(step)} style={{ left: `min(${from}%, 100% - 3px)`, width: `${width}%` }} />
}

function shape({ kind, status, undo }: OperationStep): string {
  if (kind === 'timer') return 'wait'
  if (kind === 'event') return 'event'
  if (undo && status !== 'failed' && status !== 'running') return 'undo'
  return status === 'failed' || status === 'running' ? status : 'work'
}

function tone({ kind, status, undo, ahead }: HistoryRow): NodeStatus {
  if (kind === 'timer' || kind === 'event' || ahead) return 'stopped'
  if (status === 'failed') return 'failed'
  if (status === 'running') return 'deploying'
  return undo ? 'stopped' : 'live'
}

function icon(row: HistoryRow): IconShape {
  if (row.ahead) return CircleDashed
  if (row.kind === 'timer') return Clock3
  if (row.kind === 'event') return Radio
  switch (tone(row)) {
    case 'failed':
      return TriangleAlert
    case 'deploying':
      return Loader
    default:
      return row.undo ? Undo2 : CircleCheck
  }
}

function word({ status, kind, runs, ahead }: HistoryRow): string {
  if (ahead || status === later) return 'not begun'
  if (kind !== 'timer') return stateWord(status).toLowerCase()
  const [wait] = runs
  return status === 'waiting' && wait ? waits(wait).toLowerCase() : 'waited'
}
