import { useEffect, useRef, useState } from 'react'
import type { LogSource } from './use-log'
import type { LogEntry } from '@/api/deployments/log-entry'
import { asApiError, type ApiError } from '@/api/problem'
import { searchLog } from '@/api/search-log'

export interface WholeSearch {
  query: string
  entries: LogEntry[]
  /** Null: all of it was looked through. */
  cursor: string | null
  busy: boolean
  error: ApiError | null
}

/** Looks through all that the server keeps of a log, which may be far more than is shown. */
export function useWholeSearch({ kind, id }: LogSource) {
  const [search, setSearch] = useState<WholeSearch | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const ask = async (query: string, before: WholeSearch | null) => {
    stop.current?.abort()
    const { signal } = (stop.current = new AbortController())
    const known = before?.entries ?? []
    setSearch({ query, entries: known, cursor: before?.cursor ?? null, busy: true, error: null })
    try {
      const { entries, cursor } = await searchLog({ kind, id, query, cursor: before?.cursor ?? null, signal })
      if (signal.aborted) return
      setSearch({ query, entries: kind === 'service' ? [...entries, ...known] : [...known, ...entries], cursor, busy: false, error: null })
    } catch (fault) {
      if (!signal.aborted) setSearch({ query, entries: known, cursor: before?.cursor ?? null, busy: false, error: asApiError(fault) })
    }
  }
  return {
    search,
    look: (query: string) => void ask(query, null),
    further: () => (search === null ? Promise.resolve() : ask(search.query, search)),
    close: () => {
      stop.current?.abort()
      setSearch(null)
    },
  }
}
