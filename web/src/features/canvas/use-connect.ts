import { useCallback, useEffect } from 'react'
import { useReactFlow } from '@xyflow/react'
import { useCanvasStore } from './canvas-store'
import { whyNotLink } from './lines'
import type { Service } from '@/api/service'
import { may } from '@/lib/role'

/** Drawing a link: pulled from a node's port to another node, or the one pressed and then the other, or by keys alone. */
export function useConnect(services: readonly Service[], onLink: (source: Service, target: Service) => void) {
  const flow = useReactFlow()
  const connecting = useCanvasStore((state) => state.connecting)
  const connect = useCanvasStore((state) => state.connect)
  const point = useCanvasStore((state) => state.point)
  const source = services.find(({ id }) => id === connecting)

  /** True when a link was being drawn, so that a press means nothing else. */
  const finish = useCallback(
    (targetId: string): boolean => {
      const from = services.find(({ id }) => id === useCanvasStore.getState().connecting)
      const target = services.find(({ id }) => id === targetId)
      if (!from || !target) return false
      if (whyNotLink(from, target) === null) {
        connect(null, {})
        onLink(from, target)
      }
      return true
    },
    [services, connect, onLink],
  )
  const begin = useCallback(
    (id: string) => {
      const from = services.find((service) => service.id === id)
      if (!from || !may('developer')) return
      const wrong = services.flatMap((service) => {
        const why = whyNotLink(from, service)
        return why === null || service.id === id ? [] : [[service.id, why] as const]
      })
      connect(id, Object.fromEntries(wrong))
    },
    [services, connect],
  )

  useEffect(() => {
    if (connecting === null) return
    let pulled = false
    const move = (event: PointerEvent) => {
      pulled ||= event.buttons === 1
      point(flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
    }
    // A press and a release on two things is no click: this is how a line that was pulled ends.
    const up = (event: PointerEvent) => {
      if (!pulled) return
      pulled = false
      const id = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('article[data-id]')?.dataset.id
      if (id === connecting) return
      if (id === undefined || !finish(id)) connect(null, {})
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    return () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
    }
  }, [connecting, connect, finish, flow, point])
  // What was being drawn from is gone, or the page is.
  useEffect(() => {
    if (connecting !== null && !source) connect(null, {})
  }, [connecting, source, connect])
  useEffect(() => () => connect(null, {}), [connect])

  return { source, begin, finish, cancel: useCallback(() => connect(null, {}), [connect]) }
}
