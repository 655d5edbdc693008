import { memo } from 'react'
import type { Chunk } from './log-buffer'
import { cutAt } from './find'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { pieces } from '@/lib/ansi'
import { cx } from '@/lib/cx'
import { preciseMoment } from '@/lib/time'

interface ChunkProps {
  chunk: Chunk
  measure: (key: number, element: HTMLElement | null) => void
  query: string
  /** The line that was found last, if it is one of these. */
  target: number | null
}

/** Fifty lines, drawn once. */
export const LogChunk = memo(function LogChunk({ chunk, measure, query, target }: ChunkProps) {
  return (
    <div ref={(element) => measure(chunk.key, element)} data-chunk={chunk.key}>
      {chunk.lines.map((entry) => (
        <LogLine key={entry.seq} entry={entry} query={query} current={entry.seq === target} />
      ))}
    </div>
  )
})

function LogLine({ entry, query, current }: { entry: LogEntry; query: string; current: boolean }) {
  return (
    <div className={cx(styles.line, styles[entry.level], current && styles.current)} data-seq={entry.seq}>
      <i>{entry.seq}</i>
      <time dateTime={entry.timestamp}>{preciseMoment(entry.timestamp)}</time>
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
