import type { Level, LogEntry } from '@/api/deployments/log-entry'

export const chunkLines = 50

/** The lines of one log in memory: in order, each once, the oldest let go past a limit. Readers are told in batches. */
export class LogBuffer {
  #limit: number
  readonly #listeners = new Set<() => void>()
  #lines: LogEntry[] = []
  #version = 0
  #dropped = 0
  #ended = false
  #counts: Record<Level, number> = { debug: 0, info: 0, warn: 0, error: 0 }

  constructor(limit = 100_000) {
    this.#limit = limit
  }

  get lines(): readonly LogEntry[] {
    return this.#lines
  }

  /** Lines that were let go at the start. */
  get dropped(): number {
    return this.#dropped
  }

  /** The server said that no more will come. */
  get ended(): boolean {
    return this.#ended
  }

  get firstSeq(): number | null {
    return this.#lines[0]?.seq ?? null
  }

  get lastSeq(): number | null {
    return this.#lines.at(-1)?.seq ?? null
  }

  count(level: Level): number {
    return this.#counts[level]
  }

  /** Adds what is new; a line that came before (a stream resumed too early) is dropped. */
  append(entries: readonly LogEntry[]): void {
    const before = this.#lines.length
    let last = this.lastSeq ?? -Infinity
    for (const entry of entries) {
      if (entry.seq <= last) continue
      last = entry.seq
      this.#lines.push(entry)
      this.#counts[entry.level]++
    }
    if (this.#lines.length === before) return
    this.#trim()
    this.#changed()
  }

  /** Adds what was before; whoever reads so far back keeps it, however much it is. */
  prepend(entries: readonly LogEntry[]): void {
    const first = this.#lines[0]?.seq ?? Infinity
    const older = entries.filter(({ seq }) => seq < first)
    if (older.length === 0) return
    this.#lines = [...older, ...this.#lines]
    for (const entry of older) this.#counts[entry.level]++
    this.#limit += older.length
    this.#changed()
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#changed()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly version = (): number => this.#version

  // Whole chunks go, so that the ones on the page keep their lines.
  #trim(): void {
    const over = this.#lines.length - this.#limit
    if (over <= 0) return
    const gone = this.#lines.splice(0, Math.ceil(over / chunkLines) * chunkLines)
    for (const entry of gone) this.#counts[entry.level]--
    this.#dropped += gone.length
  }

  #changed(): void {
    this.#version++
    for (const listener of this.#listeners) listener()
  }
}

/** The place of the first line after `seq`: lines are in order, though not without holes. */
export function firstAfter(lines: readonly LogEntry[], seq: number): number {
  let [from, to] = [0, lines.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((lines[middle]?.seq ?? Infinity) > seq) to = middle
    else from = middle + 1
  }
  return from
}

/** The lines with these seqs, which are in order too; one that is not there (any more) is passed over. */
export function linesOf(lines: readonly LogEntry[], seqs: ArrayLike<number>): LogEntry[] {
  const chosen: LogEntry[] = []
  let next = 0
  for (const line of lines) {
    while (next < seqs.length && (seqs[next] ?? 0) < line.seq) next++
    if (next === seqs.length) break
    if (seqs[next] === line.seq) chosen.push(line)
  }
  return chosen
}

export interface Chunk {
  /** The number of its first line: what it is known by when older ones are let go. */
  key: number
  lines: readonly LogEntry[]
}

/** Cuts lines into chunks and keeps those of `former` that did not change, so that they are not drawn again. */
export function toChunks(lines: readonly LogEntry[], former: readonly Chunk[]): Chunk[] {
  const known = new Map(former.map((chunk) => [chunk.key, chunk]))
  const chunks: Chunk[] = []
  for (let start = 0; start < lines.length; start += chunkLines) {
    const first = lines[start]
    const last = lines[Math.min(start + chunkLines, lines.length) - 1]
    if (!first || !last) break
    const same = known.get(first.seq)
    const length = Math.min(chunkLines, lines.length - start)
    chunks.push(same?.lines.length === length && same.lines.at(-1)?.seq === last.seq ? same : { key: first.seq, lines: lines.slice(start, start + chunkLines) })
  }
  return chunks
}
