import { useEffect } from 'react'

/** Fetches what will be wanted next, once the browser has nothing better to do. */
export function useWhenIdle(load: () => Promise<unknown>): void {
  useEffect(() => {
    const start = () => void load().catch(() => {})
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(start, 1_000)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(start, { timeout: 3_000 })
    return () => cancelIdleCallback(handle)
  }, [load])
}
