import { useSyncExternalStore } from 'react'
import { serverNow } from '@/api/server-time'

/** One timer for every clock of the same pace; it runs while somebody looks. */
class Ticker {
  #now = serverNow()
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #listeners = new Set<() => void>()
  readonly #pace: number

  constructor(pace: number) {
    this.#pace = pace
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      this.#now = serverNow()
      this.#timer = setInterval(this.#tick, this.#pace)
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) clearInterval(this.#timer)
    }
  }

  readonly now = (): number => this.#now

  readonly #tick = () => {
    this.#now = serverNow()
    for (const listener of this.#listeners) listener()
  }
}

const second = new Ticker(1_000)
const slow = new Ticker(20_000)

/** Now by the server's clock, again every second or, for "2 h ago", every twenty. */
export function useNow(pace: 'second' | 'slow'): number {
  const ticker = pace === 'second' ? second : slow
  return useSyncExternalStore(ticker.subscribe, ticker.now)
}
