import { useEffect, useRef, useState } from 'react'
import { LineFinder, pack, type FindAnswer, type FindMessage } from './line-finder'
import { firstAfter, type LogBuffer } from './log-buffer'

interface Found {
  query: string
  seqs: ArrayLike<number>
}

const none: Found = { query: '', seqs: [] }

/** The seqs of the lines that hold a text. Looked for in a worker, so that typing and scrolling never wait for it. */
export function useFind(buffer: LogBuffer, query: string): Found {
  const [found, setFound] = useState(none)
  const search = useRef<Search | null>(null)
  const version = buffer.version()

  useEffect(() => {
    if (query === '') return
    search.current ??= new Search(buffer, setFound)
    search.current.look(query)
  }, [buffer, query, version])
  useEffect(
    () => () => {
      search.current?.close()
      search.current = null
    },
    [buffer],
  )
  return query === '' ? none : found
}

/** One log's worker. It is told what is new of the lines, and asked one thing at a time: while it looks, only the newest question is kept. */
class Search {
  readonly #buffer: LogBuffer
  readonly #tell: (found: Found) => void
  readonly #port: Port
  #first: number | null = null
  #last: number | null = null
  #asked: { id: number; query: string } | null = null
  #next: string | null = null
  #id = 0

  constructor(buffer: LogBuffer, tell: (found: Found) => void) {
    this.#buffer = buffer
    this.#tell = tell
    this.#port = openPort((answer) => this.#answered(answer))
  }

  look(query: string): void {
    if (this.#asked) this.#next = query
    else this.#ask(query)
  }

  close(): void {
    this.#port.close()
  }

  #ask(query: string): void {
    this.#tellLines()
    this.#asked = { id: ++this.#id, query }
    this.#port.send({ kind: 'find', ...this.#asked })
  }

  #tellLines(): void {
    const { lines, firstSeq, lastSeq } = this.#buffer
    if (firstSeq === null || lastSeq === null) return
    if (this.#first === null || this.#last === null) this.#port.send({ kind: 'append', lines: pack(lines) })
    else {
      if (firstSeq < this.#first) this.#port.send({ kind: 'prepend', lines: pack(lines.slice(0, firstAfter(lines, this.#first - 1))) })
      if (firstSeq > this.#first) this.#port.send({ kind: 'drop', before: firstSeq })
      if (lastSeq > this.#last) this.#port.send({ kind: 'append', lines: pack(lines.slice(firstAfter(lines, this.#last))) })
    }
    this.#first = firstSeq
    this.#last = lastSeq
  }

  #answered({ id, found }: FindAnswer): void {
    if (this.#asked?.id !== id) return
    this.#tell({ query: this.#asked.query, seqs: found })
    this.#asked = null
    const next = this.#next
    this.#next = null
    if (next !== null) this.#ask(next)
  }
}

interface Port {
  send: (message: FindMessage) => void
  close: () => void
}

function openPort(answered: (answer: FindAnswer) => void): Port {
  if (typeof Worker === 'undefined') {
    const finder = new LineFinder()
    let open = true
    return {
      send: (message) => {
        const answer = finder.take(message)
        if (answer) queueMicrotask(() => open && answered(answer))
      },
      close: () => (open = false),
    }
  }
  const worker = new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<FindAnswer>) => answered(data))
  return { send: (message) => worker.postMessage(message), close: () => worker.terminate() }
}
