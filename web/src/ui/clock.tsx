import { useNow } from './use-now'
import text from './text.module.css'
import { ago, clock, millis, wholeDate } from '@/lib/time'

/** A running clock: counts from a moment on, and moves nothing while it ticks. */
export function Clock({ since }: { since: string }) {
  const now = useNow('second')
  return <span className={text.number}>{clock(now - millis(since))}</span>
}

/** `2 h ago`, with the moment in the title. */
export function Ago({ at }: { at: string }) {
  const now = useNow('slow')
  return (
    <time className={text.number} dateTime={at} title={wholeDate(at)}>
      {ago(at, now)}
    </time>
  )
}
