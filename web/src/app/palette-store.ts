import { useEffect } from 'react'
import { create } from 'zustand'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import type { Action } from '@/ui/action'

/** The project that is on the page, with what can be done with it and with its nodes. */
export interface PaletteContext {
  project: Project
  ofProject: readonly Action<Project>[]
  ofService: readonly Action<Service>[]
  open: (serviceId: string) => void
}

interface PaletteState {
  shown: 'palette' | 'keys' | null
  context: PaletteContext | null
  show: (what: 'palette' | 'keys' | null) => void
}

export const usePalette = create<PaletteState>((set) => ({
  shown: null,
  context: null,
  show: (shown) => set({ shown }),
}))

/** The palette finds what is on this page while it is there. */
export function usePaletteContext(context: PaletteContext): void {
  useEffect(() => {
    usePalette.setState({ context })
  }, [context])
  useEffect(() => () => usePalette.setState({ context: null }), [])
}
