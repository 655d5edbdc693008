import { readStream, type StreamEvent, type StreamState } from './event-stream'

type Word = { kind: 'event'; event: StreamEvent } | { kind: 'state'; state: StreamState } | { kind: 'alive' }

export interface SharedStream {
  /** Known to every tab that reads the same stream. */
  name: string
  url: string
  onEvent: (event: StreamEvent) => void
  onState: (state: StreamState) => void
  /** Something was heard, if only that the other side is still there. */
  onAlive: () => void
  signal: AbortSignal
}

/**
 * One connection for all tabs of a browser, which has only six for a server: the tab that holds the lock reads and passes on what it hears.
 * Where a browser has no locks each tab reads for itself.
 */
export async function readShared({ name, url, onEvent, onState, onAlive, signal }: SharedStream): Promise<void> {
  const take = (word: Word) => {
    onAlive()
    if (word.kind === 'event') onEvent(word.event)
    else if (word.kind === 'state') onState(word.state)
  }
  if (!('locks' in navigator) || typeof BroadcastChannel !== 'function') return read(url, signal, take)

  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<Word>) => take(data)
  signal.addEventListener('abort', () => channel.close())
  const tell = (word: Word) => {
    take(word)
    if (!signal.aborted) channel.postMessage(word)
  }
  try {
    await navigator.locks.request(name, { signal }, () => read(url, signal, tell))
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function read(url: string, signal: AbortSignal, tell: (word: Word) => void): Promise<void> {
  return readStream({
    url,
    signal,
    onEvent: (event) => tell({ kind: 'event', event }),
    onState: (state) => tell({ kind: 'state', state }),
    onAlive: () => tell({ kind: 'alive' }),
  })
}
