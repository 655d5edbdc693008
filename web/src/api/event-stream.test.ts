import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backOff, EventParser, readStream, type StreamEvent } from './event-stream'
import { ApiError } from './problem'

describe('EventParser', () => {
  test('reads events with their ids, whatever pieces they come in', () => {
    const text = 'id: 1\ndata: {"a":1}\n\n: heartbeat\n\nid: 2\nevent: end\ndata: bye\n\n'
    for (const size of [1, 2, 3, 7, text.length]) {
      const parser = new EventParser()
      const events: StreamEvent[] = []
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)))
      expect(events).toEqual([
        { id: '1', event: 'message', data: '{"a":1}' },
        { id: '2', event: 'end', data: 'bye' },
      ])
    }
  })

  test('joins data lines, takes CRLF and values without a space', () => {
    expect(new EventParser().push('data:one\r\ndata: two\r\n\r\n')).toEqual([{ id: null, event: 'message', data: 'one\ntwo' }])
  })

  test('a comment alone is no event', () => {
    expect(new EventParser().push(': still here\n\n')).toEqual([])
  })

  test('an id stays for the events after it', () => {
    const [, second] = new EventParser().push('id: 5\ndata: a\n\ndata: b\n\n')
    expect(second?.id).toBe('5')
  })
})

describe('backOff', () => {
  test('doubles from a second to half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => backOff(attempt, () => 1))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  test('leaves up to half of it to chance', () => {
    expect(backOff(2, () => 0)).toBe(2_000)
    expect(backOff(2, () => 0.5)).toBe(3_000)
  })
})

describe('readStream', () => {
  const asked: { url: string; lastEventId: string | null }[] = []
  const answers: (() => Response | Promise<Response>)[] = []
  const waits: number[] = []
  const wait = (milliseconds: number) => {
    waits.push(milliseconds)
    return Promise.resolve()
  }

  beforeEach(() => {
    asked.length = answers.length = waits.length = 0
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push({ url, lastEventId: new Headers(init.headers).get('last-event-id') })
      const next = answers.shift()
      if (!next) throw new Error('The test gives no further answer')
      return next()
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  const stream = (...parts: string[]) => {
    answers.push(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
              controller.close()
            },
          }),
        ),
    )
  }
  const read = async (more: { lastEventId?: string; signal?: AbortSignal } = {}) => {
    const seen: string[] = []
    const states: string[] = []
    await readStream({
      url: '/stream',
      signal: new AbortController().signal,
      ...more,
      wait,
      random: () => 1,
      onEvent: ({ data }) => seen.push(data),
      onState: (state) => states.push(state),
    })
    return { seen, states }
  }

  test('ends with the event end', async () => {
    stream('id: 1\ndata: a\n\n', 'event: end\ndata: {}\n\n')
    const { seen, states } = await read()
    expect(seen).toEqual(['a'])
    expect(states).toEqual(['connecting', 'open'])
    expect(waits).toEqual([])
  })

  test('a cut connection goes on after the last event that was seen', async () => {
    stream('id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\nda')
    stream('id: 3\ndata: c\n\nevent: end\ndata: {}\n\n')
    const { seen } = await read()
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(asked.map(({ lastEventId }) => lastEventId)).toEqual([null, '2'])
  })

  test('starts after what is known already', async () => {
    stream('event: end\ndata: {}\n\n')
    await read({ lastEventId: '41' })
    expect(asked[0]?.lastEventId).toBe('41')
  })

  test('waits longer for each failure in a row, and from the start again after news', async () => {
    answers.push(() => Promise.reject(new TypeError('refused')))
    answers.push(() => new Response('down', { status: 503 }))
    stream('id: 1\ndata: a\n\n')
    stream('event: end\ndata: {}\n\n')
    const { seen, states } = await read()
    expect(seen).toEqual(['a'])
    expect(waits).toEqual([1_000, 2_000, 1_000])
    expect(states.filter((state) => state === 'waiting')).toHaveLength(3)
  })

  test('what is not there is not asked for again', async () => {
    answers.push(() => Response.json({ title: 'Not found', detail: 'There is no such deployment.', code: 'not_found' }, { status: 404 }))
    const failure = await read().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ApiError)
    expect(failure).toMatchObject({ status: 404, code: 'not_found' })
    expect(asked).toHaveLength(1)
  })

  test('an ended session signs in again and resumes', async () => {
    stream('id: 7\ndata: a\n\n')
    answers.push(() => new Response('', { status: 401 }))
    answers.push(() => Response.json({ token: 't' }))
    stream('id: 8\ndata: b\n\nevent: end\ndata: {}\n\n')
    const { seen } = await read()
    expect(seen).toEqual(['a', 'b'])
    expect(asked.map(({ url }) => url)).toEqual(['/stream', '/stream', '/dev/token', '/stream'])
    expect(asked.at(-1)?.lastEventId).toBe('7')
  })

  test('an aborted reader stops without an error', async () => {
    const stop = new AbortController()
    stop.abort()
    await read({ signal: stop.signal })
    expect(asked).toEqual([])
  })

  test('a connection that says nothing counts as dead', async () => {
    vi.useFakeTimers()
    try {
      const seen: string[] = []
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        asked.push({ url, lastEventId: null })
        if (asked.length > 1) return new Response('event: end\ndata: {}\n\n')
        return new Promise<never>((_, reject) => init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))))
      })
      const reading = readStream({
        url: '/stream',
        signal: new AbortController().signal,
        wait,
        random: () => 1,
        silence: 45_000,
        onEvent: ({ data }) => seen.push(data),
      })
      await vi.advanceTimersByTimeAsync(44_999)
      expect(asked).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(1)
      await reading
      expect(asked).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })
})
