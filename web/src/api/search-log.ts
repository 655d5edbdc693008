import { call } from './http'
import { LogEntry } from './deployments/log-entry'
import { pageOf } from './page'

const Page = pageOf(LogEntry)
const most = 1_000

interface LogSearch {
  kind: 'deployment' | 'service'
  id: string
  query: string
  /** Where the page before ended. */
  cursor: string | null
  signal?: AbortSignal | undefined
}

export interface LogFinds {
  entries: LogEntry[]
  /** Null: the whole log was looked through. */
  cursor: string | null
}

/** Looks through all that is kept of a log, a bounded part of it at a time: a service's from its end backwards, a deployment's from its start. */
export async function searchLog({ kind, id, query, cursor, signal }: LogSearch): Promise<LogFinds> {
  const from: Record<string, string> = kind === 'service' ? { before: cursor ?? 'end' } : cursor === null ? {} : { cursor }
  const page = await call(Page, `/${kind}s/${id}/logs?${new URLSearchParams({ q: query, limit: String(most), ...from })}`, { signal })
  return { entries: page.items, cursor: page.next_cursor }
}
