import { useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import styles from './wire.module.css'
import { useLive } from '@/api/live'
import { moment } from '@/lib/time'
import { useNow } from '@/ui/use-now'

/** Whether what is on the page is fresh. */
export function Wire() {
  const stale = useStale()
  if (stale === null)
    return (
      <span className={styles.wire} title="Changes arrive as they happen">
        <span>Connected</span>
      </span>
    )
  return (
    <span className={`${styles.wire} ${styles.stale}`} role="status" title="The server does not answer; this page asks again by itself">
      <span>{stale === 0 ? 'Not connected' : `Not connected, as of ${moment(stale)}`}</span>
    </span>
  )
}

const silence = 60_000

/** Since when nothing was heard of the server: its newest answer, or the last word of an open stream. Null while the page is fresh. */
export function useStale(): number | null {
  const cache = useQueryClient().getQueryCache()
  const failing = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => silentSince(cache.getAll().map(({ state }) => state)),
  )
  const { open, heard } = useLive()
  const now = useNow('slow')
  return failing ?? (open && heard > 0 && now - heard > silence ? heard : null)
}

interface Freshness {
  dataUpdatedAt: number
  errorUpdatedAt: number
  fetchFailureReason: unknown
}

/** Null while the server answers; else the time of its last answer, 0 if there never was one. */
export function silentSince(states: readonly Freshness[]): number | null {
  const answered = Math.max(0, ...states.map((state) => state.dataUpdatedAt))
  const failing = states.some((state) => isUnreachable(state.fetchFailureReason) && state.dataUpdatedAt <= answered && state.errorUpdatedAt >= answered)
  return failing ? answered : null
}

function isUnreachable(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'status' in reason && reason.status === 0
}
