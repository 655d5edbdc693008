import { plain } from '@/lib/ansi'

/** Lines as they go to the worker: one text and two arrays copy far faster than a hundred thousand objects. */
export interface PackedLines {
  seqs: Float64Array<ArrayBuffer>
  lengths: Uint32Array<ArrayBuffer>
  text: string
}

export type FindMessage =
  | { kind: 'append' | 'prepend'; lines: PackedLines }
  /** All lines before this one are gone. */
  | { kind: 'drop'; before: number }
  | { kind: 'find'; id: number; query: string }

export interface FindAnswer {
  id: number
  /** The seqs of the lines that hold the query, in order. */
  found: Float64Array<ArrayBuffer>
}

export function pack(lines: readonly { seq: number; message: string }[]): PackedLines {
  return {
    seqs: Float64Array.from(lines, ({ seq }) => seq),
    lengths: Uint32Array.from(lines, ({ message }) => message.length),
    text: lines.map(({ message }) => message).join(''),
  }
}

/** Keeps the texts of a log as they are searched: plain, in small letters. Runs in a worker, or here where there is none. */
export class LineFinder {
  #seqs: number[] = []
  #texts: string[] = []

  take(message: FindMessage): FindAnswer | null {
    switch (message.kind) {
      case 'append':
        this.#seqs = this.#seqs.concat(Array.from(message.lines.seqs))
        this.#texts = this.#texts.concat(texts(message.lines))
        return null
      case 'prepend':
        this.#seqs = Array.from(message.lines.seqs).concat(this.#seqs)
        this.#texts = texts(message.lines).concat(this.#texts)
        return null
      case 'drop': {
        const kept = this.#seqs.findIndex((seq) => seq >= message.before)
        this.#seqs = kept === -1 ? [] : this.#seqs.slice(kept)
        this.#texts = kept === -1 ? [] : this.#texts.slice(kept)
        return null
      }
      case 'find':
        return { id: message.id, found: this.#find(message.query.toLowerCase()) }
    }
  }

  #find(wanted: string): FindAnswer['found'] {
    if (wanted === '') return new Float64Array()
    const found: number[] = []
    for (const [index, text] of this.#texts.entries()) if (text.includes(wanted)) found.push(this.#seqs[index] ?? 0)
    return Float64Array.from(found)
  }
}

function texts({ lengths, text }: PackedLines): string[] {
  let from = 0
  return Array.from(lengths, (length) => {
    const line = text.slice(from, (from += length))
    return (line.includes('\u001b') ? plain(line) : line).toLowerCase()
  })
}
