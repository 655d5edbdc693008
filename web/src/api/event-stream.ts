import { ApiError, toError } from './problem'
import { signIn } from './session'

export interface StreamEvent {
  id: string | null
  event: string
  data: string
}

/** Server-sent events from text that arrives in any pieces; comments (heartbeats) give nothing. */
export class EventParser {
  #rest = ''
  #id: string | null = null
  #event = ''
  #data: string[] = []

  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = []
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      const event = this.#take(line.endsWith('\r') ? line.slice(0, -1) : line)
      if (event) events.push(event)
    }
    return events
  }

  #take(line: string): StreamEvent | null {
    if (line === '') return this.#finish()
    const colon = line.indexOf(':')
    if (colon === 0) return null
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id' && !value.includes('\0')) this.#id = value
    else if (field === 'event') this.#event = value
    else if (field === 'data') this.#data.push(value)
    return null
  }

  #finish(): StreamEvent | null {
    const event = { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') }
    const complete = this.#data.length > 0 || this.#event !== ''
    this.#event = ''
    this.#data = []
    return complete ? event : null
  }
}

export type StreamState = 'connecting' | 'open' | 'waiting'

export interface StreamOptions {
  url: string
  /** Where a former reader of the same stream stopped. */
  lastEventId?: string | null
  onEvent: (event: StreamEvent) => void
  onState?: (state: StreamState) => void
  /** Bytes came, if only a heartbeat. */
  onAlive?: () => void
  signal: AbortSignal
  /** Silence after which a connection counts as dead; the server's heartbeat comes every 15 s. */
  silence?: number
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>
  random?: () => number
}

/** Doubles from 1 s to 30 s; up to half of it is left to chance, so that many pages do not come back at once. */
export function backOff(attempt: number, random: () => number): number {
  const whole = Math.min(30_000, 1_000 * 2 ** attempt)
  return whole / 2 + (whole / 2) * random()
}

/**
 * Reads a stream to its `end` event over any number of connections: each one resumes after the last event that was seen.
 * Answers when the stream ended or the reader was aborted; throws only what asking again cannot change (404, 403).
 */
export async function readStream({
  url,
  lastEventId = null,
  onEvent,
  onState,
  onAlive,
  signal,
  silence = 45_000,
  wait = pause,
  random = Math.random,
}: StreamOptions): Promise<void> {
  let seen = lastEventId
  let failures = 0
  while (!signal.aborted) {
    onState?.('connecting')
    try {
      const ended = await readOnce(url, seen, silence, signal, {
        opened: () => onState?.('open'),
        alive: () => onAlive?.(),
        event: (event) => {
          failures = 0
          if (event.id !== null) seen = event.id
          onEvent(event)
        },
      })
      if (ended) return
    } catch (error) {
      if (isFinal(error)) throw error
    }
    if (signal.aborted) return
    onState?.('waiting')
    await wait(backOff(failures++, random), signal)
  }
}

interface Hooks {
  opened: () => void
  alive: () => void
  event: (event: StreamEvent) => void
}

async function readOnce(url: string, lastEventId: string | null, silence: number, signal: AbortSignal, hooks: Hooks): Promise<boolean> {
  const dead = new AbortController()
  const stop = () => dead.abort()
  signal.addEventListener('abort', stop)
  let timer = setTimeout(stop, silence)
  try {
    const response = await fetch(url, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'text/event-stream', ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) },
      signal: dead.signal,
    })
    if (!response.ok || response.body === null) throw await refusal(response)
    hooks.opened()
    const parser = new EventParser()
    const decoder = new TextDecoder()
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return false
      clearTimeout(timer)
      timer = setTimeout(stop, silence)
      hooks.alive()
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        if (event.event === 'end') return true
        hooks.event(event)
      }
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    dead.abort()
  }
}

async function refusal(response: Response): Promise<ApiError> {
  if (response.status === 401 && (await signIn())) return new ApiError(0, 'Signed in again', 'The session had ended.')
  return toError(response)
}

function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && !error.passing
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
