import { memo } from 'react'
import type { Chunk } from './log-buffer'
import { cutAt } from './find'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { pieces } from '@/lib/ansi'
import { cx } from '@/lib/cx'
import { preciseMoment, universalMoment } from '@/lib/time'

interface ChunkProps {
  chunk: Chunk
  measure: (key: number, element: HTMLElement | null) => void
  query: string
  /** The line that stands out, if it is one of these. */
  marked: number | null
  /** Times as servers write them, not as the reader's clock shows them. */
  utc: boolean
}

/** Fifty lines, drawn once. */
export const LogChunk = memo(function LogChunk({ chunk, measure, query, marked, utc }: ChunkProps) {
  return (
    <div ref={(element) => measure(chunk.key, element)} data-chunk={chunk.key}>
      {chunk.lines.map((entry) => (
        <LogLine key={entry.seq} entry={entry} query={query} current={entry.seq === marked} utc={utc} />
      ))}
    </div>
  )
})

function LogLine({ entry, query, current, utc }: { entry: LogEntry; query: string; current: boolean; utc: boolean }) {
  const moment = utc ? universalMoment(entry.timestamp) : preciseMoment(entry.timestamp)
  return (
    <div className={cx(styles.line, styles[entry.level], current && styles.current)} data-seq={entry.seq} aria-current={current || undefined}>
      <i>{entry.seq}</i>
      <time dateTime={entry.timestamp} title={moment}>
        {moment.slice(0, 8)}
        <small>{moment.slice(8)}</small>
      </time>
      <b title={entry.instance ? `Instance ${entry.instance}, ${entry.stream ?? ''}` : undefined}>{entry.phase ?? entry.instance?.slice(-6) ?? entry.stream}</b>
      <span>
        {entry.level === 'error' && <em>error: </em>}
        {entry.level === 'warn' && <em>warning: </em>}
        {pieces(entry.message).map(({ text, ink, bold }, index) =>
          ink || bold ? (
            <span key={index} className={cx(ink && styles[ink], bold && styles.bold)}>
              <Marked text={text} query={query} />
            </span>
          ) : (
            <Marked key={index} text={text} query={query} />
          ),
        )}
        {entry.truncated && <small> (cut)</small>}
      </span>
    </div>
  )
}

function Marked({ text, query }: { text: string; query: string }) {
  if (query === '') return text
  return cutAt(text, query).map((part, index) => (part.found ? <mark key={index}>{part.text}</mark> : part.text))
}
