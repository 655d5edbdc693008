import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { LogBuffer } from './log-buffer'
import { streamDeploymentLog } from '@/api/deployments/stream-deployment-log'
import type { StreamState } from '@/api/event-stream'
import { keys } from '@/api/keys'
import { asApiError, type ApiError } from '@/api/problem'
import { readNewerLines, readOlderLines, streamServiceLog } from '@/api/services/stream-service-log'

/** A deployment's log ends, and is read from its start; a running service's goes on, and is read from its end. */
export interface LogSource {
  kind: 'deployment' | 'service'
  id: string
}

const kept = new Map<string, LogBuffer>()
const keepAtMost = 4

/** A log that was read stays for a while: coming back shows it at once, and reading goes on where it stopped. */
function bufferOf({ kind, id }: LogSource): LogBuffer {
  const name = `${kind}:${id}`
  const buffer = kept.get(name) ?? new LogBuffer()
  kept.delete(name)
  kept.set(name, buffer)
  const [oldest] = kept.keys()
  if (kept.size > keepAtMost && oldest !== undefined) kept.delete(oldest)
  return buffer
}

// A line that is not among those that were read has a part of the log of its own, until that reaches the end.
function opened(source: LogSource, around: number | null): { buffer: LogBuffer; isApart: boolean } {
  const buffer = bufferOf(source)
  const isThere = around === null || source.kind === 'deployment' || (around >= (buffer.firstSeq ?? Infinity) && around <= (buffer.lastSeq ?? -Infinity))
  return isThere ? { buffer, isApart: false } : { buffer: new LogBuffer(), isApart: true }
}

export interface Log {
  buffer: LogBuffer
  state: StreamState
  error: ApiError | null
  /** Reads what was before; null where there is nothing older. */
  older: (() => Promise<void>) | null
  /** Reads what came after, in a log that was opened far from its end; null where the end is followed. */
  newer: (() => Promise<void>) | null
}

// Lines before the one that a log is opened at.
const before = 200

/**
 * Follows a log while the tab is looked at; a browser has few connections to spare for hidden ones. `around`: the line at which it is opened, which for a
 * running service may be long ago.
 */
export function useLog(source: LogSource, around: number | null): Log {
  const { kind, id } = source
  const [{ buffer, isApart }] = useState(() => opened(source, around))
  const [apart, setApart] = useState(isApart)
  const [state, setState] = useState<StreamState>('connecting')
  const [error, setError] = useState<ApiError | null>(null)
  const [more, setMore] = useState(kind === 'service')
  const visible = usePageVisible()
  const cache = useQueryClient()
  useSyncExternalStore(buffer.subscribe, buffer.version)

  const newer = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const page = await readNewerLines(id, buffer.lastSeq ?? Math.max(0, (around ?? 0) - before), signal)
        if (signal?.aborted) return
        buffer.append(page.entries)
        setApart(page.more)
      } catch (fault) {
        if (!signal?.aborted) setError(asApiError(fault))
      }
    },
    [id, buffer, around],
  )
  useEffect(() => {
    if (!isApart || buffer.lastSeq !== null) return
    const stop = new AbortController()
    // What it answers is set when it has come.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void newer(stop.signal)
    return () => stop.abort()
  }, [isApart, buffer, newer])

  useEffect(() => {
    if (!visible || buffer.ended || apart) return
    const stop = new AbortController()
    const stream = { after: buffer.lastSeq, onEntries: buffer.append.bind(buffer), onState: setState, signal: stop.signal }
    const reading = kind === 'deployment' ? streamDeploymentLog({ ...stream, deploymentId: id }) : streamServiceLog({ ...stream, serviceId: id })
    reading
      .then(async () => {
        if (stop.signal.aborted) return
        buffer.end()
        if (kind === 'deployment') await cache.invalidateQueries({ queryKey: keys.deployment(id) })
      })
      .catch((fault: unknown) => setError(asApiError(fault)))
    return () => stop.abort()
  }, [kind, id, buffer, visible, cache, apart])

  const older = useCallback(async () => {
    const first = buffer.firstSeq
    if (first === null) return
    try {
      const page = await readOlderLines(id, first)
      buffer.prepend(page.entries)
      setMore(page.more)
    } catch (fault) {
      setError(asApiError(fault))
    }
  }, [id, buffer])
  return { buffer, state, error, older: more && (buffer.firstSeq ?? 0) > 1 ? older : null, newer: apart && buffer.lastSeq !== null ? newer : null }
}

function usePageVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed)
      return () => document.removeEventListener('visibilitychange', changed)
    },
    () => document.visibilityState !== 'hidden',
  )
}
