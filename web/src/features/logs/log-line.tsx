import { memo } from 'react'
import type { Chunk } from './log-buffer'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { pieces } from '@/lib/ansi'
import { cx } from '@/lib/cx'
import { preciseMoment } from '@/lib/time'

/** Fifty lines, drawn once. */
export const LogChunk = memo(function LogChunk({ chunk, measure }: { chunk: Chunk; measure: (key: number, element: HTMLElement | null) => void }) {
  return (
    <div ref={(element) => measure(chunk.key, element)} data-chunk={chunk.key}>
      {chunk.lines.map((entry) => (
        <LogLine key={entry.seq} entry={entry} />
      ))}
    </div>
  )
})

function LogLine({ entry }: { entry: LogEntry }) {
  return (
    <div className={cx(styles.line, styles[entry.level])} data-seq={entry.seq}>
      <i>{entry.seq}</i>
      <time dateTime={entry.timestamp}>{preciseMoment(entry.timestamp)}</time>
      <b>{entry.phase}</b>
      <span>
        {entry.level === 'error' && <em>error: </em>}
        {entry.level === 'warn' && <em>warning: </em>}
        {pieces(entry.message).map(({ text, ink, bold }, index) =>
          ink || bold ? (
            <span key={index} className={cx(ink && styles[ink], bold && styles.bold)}>
              {text}
            </span>
          ) : (
            text
          ),
        )}
        {entry.truncated && <small> (cut)</small>}
      </span>
    </div>
  )
}
