import * as v from 'valibot'
import { LogEntry } from './deployments/log-entry'
import { readStream, type StreamState } from './event-stream'

export interface LogStream {
  /** The last line that is already known. */
  after: number | null
  onEntries: (entries: LogEntry[]) => void
  onState: (state: StreamState) => void
  signal: AbortSignal
}

const batch = 80

/** Reads to the end of a log; lines are handed on in batches, so that a burst draws once. Timers, not frames: a hidden tab has none. */
export async function readLog({ url, after, onEntries, onState, signal }: LogStream & { url: string }): Promise<void> {
  let waiting: LogEntry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length > 0) onEntries(waiting)
    waiting = []
  }
  try {
    await readStream({
      url,
      lastEventId: after === null ? null : String(after),
      signal,
      onState,
      onEvent: ({ data }) => {
        const entry = parseEntry(data)
        if (entry === null) return
        waiting.push(entry)
        timer ??= setTimeout(flush, batch)
      },
    })
  } finally {
    flush()
  }
}

/** A line that cannot be read is left out: the next one can be. */
function parseEntry(data: string): LogEntry | null {
  try {
    const parsed = v.safeParse(LogEntry, JSON.parse(data))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
