import { Rocket, RotateCw, Square, Trash2, X } from 'lucide-react'
import styles from './canvas-view.module.css'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'

export interface ChosenActions {
  deploy: () => void
  restart: (() => void) | null
  stop: (() => void) | null
  remove: () => void
}

/** What can be done with several nodes at once. */
export function ChosenPlate({ number, acts, onClear }: { number: number; acts: ChosenActions; onClear: () => void }) {
  return (
    <div className={cx(styles.plate, styles.chosen)} role="toolbar" aria-label="Chosen nodes">
      <span role="status">{count(number, 'node')} chosen</span>
      <hr />
      <Button dense kind="quiet" icon={Rocket} label="Deploy them" onClick={acts.deploy} />
      {acts.restart && <Button dense kind="quiet" icon={RotateCw} label="Restart them" onClick={acts.restart} />}
      {acts.stop && <Button dense kind="quiet" icon={Square} label="Stop them" onClick={acts.stop} />}
      <Button dense kind="quiet" icon={Trash2} label="Delete them" onClick={acts.remove} />
      <Button only dense kind="quiet" icon={X} label="Choose none (Esc)" onClick={onClear} />
    </div>
  )
}
