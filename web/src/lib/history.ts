import { create } from 'zustand'

/** One gesture that can be taken back. Both ways are writes of their own, which the server may refuse. */
export interface Step {
  /** What was done: `Move web`. */
  label: string
  undo: () => Promise<void>
  redo: () => Promise<void>
  /** Steps of the same name that follow each other closely are one gesture: a key that is held. */
  gesture?: string
}

interface Taken extends Step {
  at: number
}

interface History {
  /** Of which project; another one begins anew. */
  of: string | null
  past: readonly Taken[]
  future: readonly Taken[]
  isBusy: boolean
  /** Why a step could not be taken back or done again; it is gone then. */
  failed: { label: string; what: 'undo' | 'redo'; error: unknown } | null
  begin: (of: string) => void
  record: (step: Step) => void
  undo: () => Promise<Step | null>
  redo: () => Promise<Step | null>
  forgive: () => void
}

const most = 100
const closely = 1_000

/** What was done in this tab: never what others did, and nothing of it outlives a reload. */
export const useHistory = create<History>((set, get) => {
  const take = async (what: 'undo' | 'redo') => {
    const { past, future, isBusy, of } = get()
    const step = (what === 'undo' ? past : future).at(-1)
    if (isBusy || !step) return null
    set({ isBusy: true, failed: null })
    try {
      await step[what]()
      if (get().of !== of) return null
      set((now) => (what === 'undo' ? { past: without(now.past, step), future: [...now.future, step] } : { past: [...now.past, step], future: without(now.future, step) }))
      return step
    } catch (error) {
      if (get().of === of) set({ past: without(past, step), future: without(future, step), failed: { label: step.label, what, error } })
      return null
    } finally {
      set({ isBusy: false })
    }
  }
  return {
    of: null,
    past: [],
    future: [],
    isBusy: false,
    failed: null,
    begin: (of) => {
      if (get().of !== of) set({ of, past: [], future: [], failed: null })
    },
    record: (step) =>
      set(({ past }) => {
        const at = Date.now()
        const last = past.at(-1)
        const held = last && step.gesture !== undefined && last.gesture === step.gesture && at - last.at < closely
        const joined = held ? { ...step, undo: last.undo, at } : { ...step, at }
        return { past: [...(held ? past.slice(0, -1) : past), joined].slice(-most), future: [], failed: null }
      }),
    undo: () => take('undo'),
    redo: () => take('redo'),
    forgive: () => set({ failed: null }),
  }
})

function without(steps: readonly Taken[], step: Taken): readonly Taken[] {
  return steps.filter((other) => other !== step)
}
