import { useCallback } from 'react'
import { MiniMap } from '@xyflow/react'
import styles from './canvas-view.module.css'
import type { Service } from '@/api/service'
import { nodeState } from '@/status/node-state'
import type { CanvasNode } from './nodes'

/** All nodes in small, in the colours of their states; a drag in it moves the view. */
export function CanvasMap({ services }: { services: readonly Service[] }) {
  const colour = useCallback(
    (node: CanvasNode) => {
      const service = services.find(({ id }) => id === node.id)
      return service ? `var(--state-${nodeState(service).status.replace('_', '-')})` : 'var(--line-control)'
    },
    [services],
  )
  return (
    <MiniMap<CanvasNode>
      className={styles.map}
      ariaLabel="Map of the canvas"
      pannable
      zoomable
      nodeColor={colour}
      nodeBorderRadius={12}
      bgColor="var(--surface)"
      maskColor="var(--map-mask)"
      style={{ width: 152, height: 112 }}
    />
  )
}
