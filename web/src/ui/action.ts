import type { IconShape } from './icon'
import { refusal, useRole, type Role } from '@/lib/role'

/** Something a reader can do with a thing: one record for the menu, the keys and the buttons. */
export interface Action<T> {
  id: string
  label: (on: T) => string
  icon: IconShape
  /** As `KeyboardEvent.key`; works with the focus on the thing. */
  key?: string
  warns?: boolean
  shown?: (on: T) => boolean
  /** One of several that exclude each other: whether it is the one that holds. */
  isOn?: (on: T) => boolean
  /** The least role that may do it. */
  needs?: Role
  /** Why it cannot be done now; null when it can. Asked through `whyNot`. */
  why: (on: T) => string | null
  run: (on: T) => void
}

/** Why it is not done: the reader may not, or it cannot be done now. */
export function whyNot<T>(action: Action<T>, on: T): string | null {
  return refusal(useRole.getState().own, action.needs) ?? action.why(on)
}

export function shownActions<T>(actions: readonly Action<T>[], on: T): Action<T>[] {
  return actions.filter((action) => action.shown?.(on) ?? true)
}

/** Runs what a key stands for; true when there was such an action, so that the key does nothing else. */
export function runKey<T>(actions: readonly Action<T>[], on: T, key: string): boolean {
  const action = shownActions(actions, on).find((candidate) => candidate.key === key)
  if (!action) return false
  if (whyNot(action, on) === null) action.run(on)
  return true
}
