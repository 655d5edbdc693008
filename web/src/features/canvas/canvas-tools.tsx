import { Maximize, Minus, Plus, X } from 'lucide-react'
import { useReactFlow, useStore } from '@xyflow/react'
import styles from './canvas-view.module.css'
import type { Project } from '@/api/project'
import { cx } from '@/lib/cx'
import type { Action } from '@/ui/action'
import { Button } from '@/ui/button'

/** What is done with the canvas as a whole; groups of it are set apart. */
export function ToolsPlate({ project, groups, onAdd }: { project: Project; groups: readonly (readonly Action<Project>[])[]; onAdd: () => void }) {
  return (
    <div className={cx(styles.plate, styles.top)} role="toolbar" aria-label="Canvas tools">
      <Button dense kind="quiet" className={styles.add} icon={Plus} label="Add service" needs="developer" title="Add a service (A)" onClick={onAdd} />
      {groups.map((actions) => (
        <span key={actions[0]?.id} className={styles.tools}>
          <hr />
          {actions.map((action) => (
            <Button key={action.id} only dense kind="quiet" icon={action.icon} label={`${action.label(project)}${action.key ? ` (${action.key})` : ''}`} needs={action.needs} why={action.why(project)} onClick={() => action.run(project)} />
          ))}
        </span>
      ))}
    </div>
  )
}

export function ConnectPlate({ source, onCancel }: { source: string; onCancel: () => void }) {
  return (
    <div className={cx(styles.plate, styles.chosen)} role="status">
      <span>Choose the node that {source} uses</span>
      <hr />
      <Button dense kind="quiet" icon={X} label="Cancel (Esc)" onClick={onCancel} />
    </div>
  )
}

export function ZoomPlate({ onFit }: { onFit: () => void }) {
  const flow = useReactFlow()
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))
  return (
    <div className={cx(styles.plate, styles.bottom)} role="toolbar" aria-label="Zoom">
      <Button only dense kind="quiet" icon={Minus} label="Zoom out (-)" onClick={() => void flow.zoomOut()} />
      <span className={styles.zoom}>{zoom} %</span>
      <Button only dense kind="quiet" icon={Plus} label="Zoom in (+)" onClick={() => void flow.zoomIn()} />
      <hr />
      <Button only dense kind="quiet" icon={Maximize} label="Show all (Shift+1)" onClick={onFit} />
    </div>
  )
}
