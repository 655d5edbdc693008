import { useId, useState } from 'react'
import { ChevronDown, ChevronRight, Clock3, CircleCheck, Loader, Radio, TriangleAlert } from 'lucide-react'
import { barOf, rowsOf, spanOfHistory, ticksOf, type HistoryRow, type Span } from './history'
import { stateWord } from './operation-state'
import { StepDetail } from './step-detail'
import styles from './waterfall.module.css'
import type { OperationDetail, OperationStep } from '@/api/operations/operation'
import type { NodeStatus } from '@/api/service'
import { duration, millis } from '@/lib/time'
import { count } from '@/lib/words'
import { Badge } from '@/ui/badge'
import { Icon, type IconShape } from '@/ui/icon'
import { useNow } from '@/ui/use-now'
import text from '@/ui/text.module.css'

/** One row a step; the bar's shape says what the time was spent on. */
export function Waterfall({ operation }: { operation: OperationDetail }) {
  const now = useNow('second')
  const span = spanOfHistory(operation, now)
  const rows = rowsOf(operation.steps ?? [], operation.finished_at)
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
      </p>
      <div className={styles.axis} aria-hidden="true">
        <span>Step</span>
        <span className={styles.scale}>
          {ticksOf(span).map(({ at, label }) => (
            <i key={label} style={{ left: `${at}%` }}>
              {label}
            </i>
          ))}
        </span>
        <span className={styles.clock}>Took</span>
      </div>
      <ol className={styles.rows}>
        {rows.map((row, index) => (
          <Row key={index} row={row} span={span} now={now} />
        ))}
      </ol>
    </>
  )
}

function Row({ row, span, now }: { row: HistoryRow; span: Span; now: number }) {
  const id = useId()
  // A failure is what one came for.
  const [open, setOpen] = useState(row.status === 'failed')
  const took = row.startedAt === null ? null : (row.finishedAt ?? now) - row.startedAt
  return (
    <li data-state={tone(row)}>
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
            <Bar key={`w${index}`} step={wait} span={span} />
          ))}
          {row.runs.map((run, index) => (
            <Bar key={index} step={run} span={span} />
          ))}
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

function Bar({ step, span }: { step: OperationStep; span: Span }) {
  if (step.started_at === null) return null
  const { from, width } = barOf(span, millis(step.started_at), step.finished_at === null ? null : millis(step.finished_at))
  return <i data-bar={shape(step)} style={{ left: `min(${from}%, 100% - 3px)`, width: `${width}%` }} />
}

function shape({ kind, status }: OperationStep): string {
  if (kind === 'timer') return 'wait'
  if (kind === 'event') return 'event'
  return status === 'failed' || status === 'running' ? status : 'work'
}

function tone({ kind, status }: HistoryRow): NodeStatus {
  if (kind === 'timer' || kind === 'event') return 'stopped'
  if (status === 'failed') return 'failed'
  return status === 'running' ? 'deploying' : 'live'
}

function icon(row: HistoryRow): IconShape {
  if (row.kind === 'timer') return Clock3
  if (row.kind === 'event') return Radio
  switch (tone(row)) {
    case 'failed':
      return TriangleAlert
    case 'deploying':
      return Loader
    default:
      return CircleCheck
  }
}

function word({ status, kind }: HistoryRow): string {
  return kind === 'timer' ? 'waited' : stateWord(status).toLowerCase()
}
