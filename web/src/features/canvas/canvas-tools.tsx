import { Maximize, Minus, Plus } from 'lucide-react'
import { useReactFlow, useStore } from '@xyflow/react'
import styles from './canvas-view.module.css'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'

export function AddPlate({ onAdd }: { onAdd: () => void }) {
  return (
    <div className={cx(styles.plate, styles.top)} role="toolbar" aria-label="Canvas tools">
      <Button dense kind="quiet" className={styles.add} icon={Plus} label="Add service" title="Add a service (A)" onClick={onAdd} />
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
