import { useId, useState, type CSSProperties } from 'react'
import { ChevronDown, ChevronRight, Clock3, CircleCheck, CircleDashed, Loader, Radio, Square, TriangleAlert, Undo2 } from 'lucide-react'
import { asTold, barOf, isCut, overAt, rowsOf, type HistoryRow, type Span } from './history'
import { stateWord } from './operation-state'
import { StepDetail } from './step-detail'
import { later, pointsOf, stepsAt, waits } from './stepping'
import styles from './waterfall.module.css'
import { useOperation } from '@/api/operations/get-operation'
import type { OperationStep } from '@/api/operations/operation'
import type { NodeStatus } from '@/api/service'
import { duration, millis } from '@/lib/time'
import { count } from '@/lib/words'
import { Badge } from '@/ui/badge'
import { Icon, type IconShape } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface PlaceInTime {
  span: Span
  now: number
  /** Where the history is looked at; null: as it is now. */
  head: number | null
  /** How deep within children. */
  deep?: number
}

/** One step with all its attempts; open, it says what went in and what came of it, and a child shows its own steps. */
export function WaterfallRow({ row, here, ...place }: PlaceInTime & { row: HistoryRow; here?: boolean }) {
  const id = useId()
  // A failure is what one came for.
  const [open, setOpen] = useState(row.status === 'failed')
  const { span, head, deep = 0 } = place
  const now = head ?? place.now
  const at = head === null ? null : barOf(span, head, null).from
  const took = row.startedAt === null || row.ahead ? null : (row.finishedAt ?? now) - row.startedAt
  const end = head === null ? null : now
  const children = open ? [...new Set(row.runs.flatMap(({ kind, operation, status }) => (kind === 'child' && operation !== null && status !== later ? [operation] : [])))] : []
  return (
    <li data-state={tone(row)} data-ahead={row.ahead || undefined} aria-current={here ? 'step' : undefined} style={{ '--deep': deep } as CSSProperties}>
      <button type="button" className={styles.row} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <span className={styles.name}>
          <Icon of={open ? ChevronDown : ChevronRight} small />
          <Icon of={icon(row)} className={styles.state} />
          <span className={text.cut} title={row.label}>
            {row.label}
          </span>
          <span className={text.unseen}>, {word(row)}</span>
          {row.attempts > 1 ? <Badge state={row.status === 'failed' ? 'failed' : undefined}>{count(row.attempts, 'attempt')}</Badge> : row.times > 1 && <Badge>{row.times} times</Badge>}
        </span>
        <span className={styles.lane} aria-hidden="true">
          {row.waits.map((wait, index) => (
            <Bar key={`w${index}`} step={wait} span={span} end={end} />
          ))}
          {row.runs.map((run, index) => (
            <Bar key={index} step={run} span={span} end={end} />
          ))}
          {at !== null && <i data-bar="after" style={{ left: `${at}%` }} />}
        </span>
        <span className={styles.clock}>{took !== null && row.kind !== 'event' && duration(took)}</span>
      </button>
      {open && (
        <div id={id}>
          {children.map((child) => (
            <ChildRows key={child} id={child} {...place} />
          ))}
          <div className={styles.detail}>
            <StepDetail row={row} />
          </div>
        </div>
      )}
    </li>
  )
}

/** The steps of a child, in the time of what it belongs to. */
function ChildRows({ id, ...place }: PlaceInTime & { id: string }) {
  const { data, error } = useOperation(id)
  const deep = (place.deep ?? 0) + 1
  if (data === undefined) return error ? <ProblemNote error={error} title="The steps of the child cannot be shown" /> : null
  const steps = (data.steps ?? []).map((step) => asTold(step, data.status))
  const points = pointsOf(steps)
  const known = place.head === null ? steps : stepsAt(steps, points, points.findLastIndex(({ at }) => at <= (place.head ?? at)))
  return (
    <ol className={styles.rows} aria-label="Steps of the child">
      {rowsOf(known, place.head === null ? overAt(data) : null).map((row, index) => (
        <WaterfallRow key={index} row={row} {...place} deep={deep} />
      ))}
    </ol>
  )
}

/** `end`: how far a bar goes that has none. */
function Bar({ step, span, end }: { step: OperationStep; span: Span; end: number | null }) {
  if (step.started_at === null || step.status === later) return null
  const { from, width } = barOf(span, millis(step.started_at), step.finished_at === null ? end : millis(step.finished_at))
  return <i data-bar={shape(step)} style={{ left: `min(${from}%, 100% - 3px)`, width: `${width}%` }} />
}

function shape(step: OperationStep): string {
  const { kind, status, undo } = step
  if (kind === 'timer') return 'wait'
  if (kind === 'event') return 'event'
  if (isCut(step)) return 'cut'
  if (undo && status !== 'failed' && status !== 'running') return 'undo'
  return status === 'failed' || status === 'running' ? status : 'work'
}

function tone(row: HistoryRow): NodeStatus {
  const { kind, status, undo, ahead } = row
  if (kind === 'timer' || kind === 'event' || ahead) return 'stopped'
  if (status === 'failed') return 'failed'
  if (status === 'running') return 'deploying'
  return undo || isCut(row) ? 'stopped' : 'live'
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
      return isCut(row) ? Square : row.undo ? Undo2 : CircleCheck
  }
}

function word({ status, kind, runs, ahead }: HistoryRow): string {
  if (ahead || status === later) return 'not begun'
  if (kind !== 'timer') return stateWord(status).toLowerCase()
  const [wait] = runs
  return status === 'waiting' && wait?.finished_at === null ? waits(wait).toLowerCase() : 'waited'
}
