import { useEffect, useState, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { LogBuffer } from './log-buffer'
import { streamDeploymentLog } from '@/api/deployments/stream-deployment-log'
import { keys } from '@/api/keys'
import { asApiError, type ApiError } from '@/api/problem'
import type { StreamState } from '@/api/event-stream'

const kept = new Map<string, LogBuffer>()
const keepAtMost = 4

/** A log that was read stays for a while: coming back shows it at once, and reading goes on where it stopped. */
function bufferOf(deploymentId: string): LogBuffer {
  const buffer = kept.get(deploymentId) ?? new LogBuffer()
  kept.delete(deploymentId)
  kept.set(deploymentId, buffer)
  const [oldest] = kept.keys()
  if (kept.size > keepAtMost && oldest !== undefined) kept.delete(oldest)
  return buffer
}

export interface DeploymentLog {
  buffer: LogBuffer
  state: StreamState
  error: ApiError | null
}

/** Follows a deployment's log while the tab is looked at; a browser has few connections to spare for hidden ones. */
export function useDeploymentLog(deploymentId: string): DeploymentLog {
  const [buffer] = useState(() => bufferOf(deploymentId))
  const [state, setState] = useState<StreamState>('connecting')
  const [error, setError] = useState<ApiError | null>(null)
  const visible = usePageVisible()
  const cache = useQueryClient()
  useSyncExternalStore(buffer.subscribe, buffer.version)

  useEffect(() => {
    if (!visible || buffer.ended) return
    const stop = new AbortController()
    streamDeploymentLog({ deploymentId, after: buffer.lastSeq, onEntries: (entries) => buffer.append(entries), onState: setState, signal: stop.signal })
      .then(async () => {
        if (stop.signal.aborted) return
        buffer.end()
        await cache.invalidateQueries({ queryKey: keys.deployment(deploymentId) })
      })
      .catch((fault: unknown) => setError(asApiError(fault)))
    return () => stop.abort()
  }, [deploymentId, buffer, visible, cache])

  return { buffer, state, error }
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
