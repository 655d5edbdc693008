import { useEffect, useRef, useState } from 'react'
import type { HistoryRow, Span } from './history'
import { WaterfallRow } from './waterfall-row'
import styles from './waterfall.module.css'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'

// What is drawn at once: a browser keeps up with some hundreds of rows that tick.
const most = 200
// So many of them come before the failure.
const few = 5

interface WaterfallRowsProps {
  rows: readonly HistoryRow[]
  /** The step of the history that is looked at. */
  here: number | undefined
  isOver: boolean
  span: Span
  now: number
  head: number | null
}

/** All of the rows, or those around what one came for: the point that is looked at, the failure, the end of what runs. */
export function WaterfallRows({ rows, here, isOver, span, now, head }: WaterfallRowsProps) {
  const list = useRef<HTMLOListElement>(null)
  const [more, setMore] = useState({ before: 0, after: 0 })
  const current = here === undefined ? -1 : rows.findIndex(({ last }) => last >= here)
  const failed = rows.findLastIndex(({ status, undo }) => status === 'failed' && !undo)
  // A failure is near the top: nobody should have to look for it.
  const centre = current >= 0 ? current : failed >= 0 ? failed + most / 2 - few : isOver ? 0 : rows.length
  const from = Math.max(0, Math.min(centre - most / 2, rows.length - most) - more.before)
  const to = Math.min(rows.length, Math.max(0, Math.min(centre - most / 2, rows.length - most)) + most + more.after)
  useEffect(() => {
    if (here !== undefined) list.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest' })
  }, [here])
  return (
    <>
      {from > 0 && (
        <p className={styles.more}>
          <Button dense kind="quiet" label={`Show ${count(Math.min(most, from), 'row')} before`} onClick={() => setMore({ ...more, before: more.before + most })} />
        </p>
      )}
      <ol className={styles.rows} ref={list}>
        {rows.slice(from, to).map((row, index) => (
          <WaterfallRow key={from + index} row={row} here={from + index === current} span={span} now={now} head={head} />
        ))}
      </ol>
      {to < rows.length && (
        <p className={styles.more}>
          <Button dense kind="quiet" label={`Show ${count(Math.min(most, rows.length - to), 'row')} after`} onClick={() => setMore({ ...more, after: more.after + most })} />
        </p>
      )}
    </>
  )
}
