import { useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import styles from './wire.module.css'
import { moment } from '@/lib/time'

/** Whether what is on the page is fresh: the newest answer of the server, and since when there was none. */
export function Wire() {
  const cache = useQueryClient().getQueryCache()
  const stale = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => silentSince(cache.getAll().map(({ state }) => state)),
  )
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
