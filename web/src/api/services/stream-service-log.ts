import { call, apiUrl } from '../http'
import { LogEntry } from '../deployments/log-entry'
import { readLog, type LogStream } from '../log-stream'
import { pageOf } from '../page'

const Page = pageOf(LogEntry)
const pageSize = 1_000

/** What the instances of a service write: the last lines, then each new one; it ends when the service does. */
export function streamServiceLog(stream: LogStream & { serviceId: string }): Promise<void> {
  return readLog({ ...stream, url: apiUrl(`/services/${stream.serviceId}/logs/stream?tail=${pageSize}`) })
}

/** The lines before one that is known, oldest first; none when there is nothing older. */
export async function readOlderLines(serviceId: string, before: number, signal?: AbortSignal): Promise<{ entries: LogEntry[]; more: boolean }> {
  const query = new URLSearchParams({ before: String(before), limit: String(pageSize) })
  const page = await call(Page, `/services/${serviceId}/logs?${query}`, { signal })
  return { entries: page.items, more: page.next_cursor !== null }
}

/** The lines after one that is known. `more`: these are not the last ones. */
export async function readNewerLines(serviceId: string, after: number, signal?: AbortSignal): Promise<{ entries: LogEntry[]; more: boolean }> {
  const query = new URLSearchParams({ cursor: String(after), limit: String(pageSize) })
  const page = await call(Page, `/services/${serviceId}/logs?${query}`, { signal })
  return { entries: page.items, more: page.next_cursor !== null }
}
