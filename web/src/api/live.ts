import { create } from 'zustand'

interface Live {
  /** A stream of events is open, here or in another tab that passes them on: nothing has to be asked for again and again. */
  open: boolean
  /** When the stream was last heard, heartbeats included; 0: there is none. */
  heard: number
}

export const useLive = create<Live>(() => ({ open: false, heard: 0 }))

/** How often to ask again for what events tell anyway: rarely while they come. */
export function pace(milliseconds: number): number {
  return useLive.getState().open ? 30_000 : milliseconds
}
