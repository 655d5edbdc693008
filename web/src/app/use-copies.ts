import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { keys } from '@/api/keys'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { copyService, takeBackService } from '@/api/services/copy-service'
import { freePlace, type Point } from '@/features/canvas/graph'
import { useHistory } from '@/lib/history'
import { may } from '@/lib/role'
import { count } from '@/lib/words'
import { useToasts } from '@/ui/toast'

/** What was copied in this tab; also for another project. */
const useClipboard = create<{ services: readonly Service[]; problem: unknown }>(() => ({ services: [], problem: null }))

export function useCopies(project: Project) {
  const cache = useQueryClient()
  const problem = useClipboard((state) => state.problem)

  const make = useCallback(
    async (originals: readonly Service[], near: Point, verb: string) => {
      if (originals.length === 0 || !may('developer')) return
      const services = project.services ?? []
      const plans = plan(originals, services, near)
      const copy = async () => {
        const made = []
        for (const { of, name, x, y } of plans) made.push(await copyService({ of, projectId: project.id, name, x, y }))
        await cache.invalidateQueries({ queryKey: keys.project(project.id) })
        return made
      }
      useClipboard.setState({ problem: null })
      try {
        let made = await copy()
        const [only] = originals
        const label = originals.length === 1 ? `${verb} ${only?.name ?? ''}` : `${verb} ${count(originals.length, 'node')}`
        useHistory.getState().record({
          label,
          undo: async () => {
            for (const { service } of made) await takeBackService(service.id)
            await cache.invalidateQueries({ queryKey: keys.project(project.id) })
          },
          redo: async () => {
            made = await copy()
          },
        })
        const secrets = new Set(made.flatMap((one) => one.secrets))
        if (secrets.size > 0) useToasts.getState().show({ text: `Copied without ${count(secrets.size, 'secret')}: ${[...secrets].join(', ')}. Type them in Variables.`, href: null })
      } catch (error) {
        useClipboard.setState({ problem: error })
        await cache.invalidateQueries({ queryKey: keys.project(project.id) })
      }
    },
    [project, cache],
  )
  return {
    problem,
    forgive: () => useClipboard.setState({ problem: null }),
    copy: (services: readonly Service[]) => {
      useClipboard.setState({ services })
      useToasts.getState().say(`${count(services.length, 'node')} copied`)
    },
    paste: (near: Point) => make(useClipboard.getState().services, near, 'Paste'),
    duplicate: (services: readonly Service[]) => make(services, { x: (services[0]?.canvas_x ?? 0) + 320, y: services[0]?.canvas_y ?? 0 }, 'Duplicate'),
  }
}

interface Plan extends Point {
  of: Service
  name: string
}

/** Each with a name and a place of its own. */
function plan(originals: readonly Service[], present: readonly Service[], near: Point): Plan[] {
  const names = present.map(({ name }) => name)
  const places = present.map(({ canvas_x, canvas_y }) => ({ x: canvas_x ?? 0, y: canvas_y ?? 0 }))
  return originals.map((of) => {
    const name = freeName(of.name, names)
    const place = freePlace(places, near)
    names.push(name)
    places.push(place)
    return { of, name, ...place }
  })
}

/** `web`, else `web-2`, `web-3`; 63 letters at most. */
export function freeName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/-\d+$/, '')
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`
    const candidate = number === 1 ? name : stem.slice(0, 63 - suffix.length) + suffix
    if (!taken.includes(candidate)) return candidate
  }
}
