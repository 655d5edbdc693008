import { AlignHorizontalSpaceAround, AlignVerticalSpaceAround, Rocket, RotateCw, Square, Trash2, X } from 'lucide-react'
import type { Alignment } from './align'
import styles from './canvas-view.module.css'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'

export interface ChosenActions {
  deploy: () => void
  restart: (() => void) | null
  stop: (() => void) | null
  remove: () => void
  align: (how: Alignment) => void
}

/** What can be done with several nodes at once. */
export function ChosenPlate({ number, acts, onClear }: { number: number; acts: ChosenActions; onClear: () => void }) {
  return (
    <div className={cx(styles.plate, styles.chosen)} role="toolbar" aria-label="Chosen nodes">
      <span role="status">{count(number, 'node')} chosen</span>
      <hr />
      <Button dense kind="quiet" icon={Rocket} needs="developer" label="Deploy them" onClick={acts.deploy} />
      {acts.restart && <Button dense kind="quiet" icon={RotateCw} needs="developer" label="Restart them" onClick={acts.restart} />}
      {acts.stop && <Button dense kind="quiet" icon={Square} needs="developer" label="Stop them" onClick={acts.stop} />}
      <hr />
      <Button only dense kind="quiet" icon={AlignVerticalSpaceAround} needs="developer" label="Align in a row" onClick={() => acts.align('row')} />
      <Button only dense kind="quiet" icon={AlignHorizontalSpaceAround} needs="developer" label="Align in a column" onClick={() => acts.align('column')} />
      <hr />
      <Button dense kind="quiet" icon={Trash2} needs="owner" label="Delete them" onClick={acts.remove} />
      <Button only dense kind="quiet" icon={X} label="Choose none (Esc)" onClick={onClear} />
    </div>
  )
}

/** A server that cannot stop or restart has no such buttons. */
export function severalActs(services: readonly Service[], onSeveral: (what: 'deploy' | 'restart' | 'stop' | 'delete', services: readonly Service[]) => void): Omit<ChosenActions, 'align'> {
  const running = services.filter((service) => service.operation !== undefined && service.current_deployment_id !== null && service.status !== 'stopped')
  return {
    deploy: () => onSeveral('deploy', services),
    restart: running.length > 0 ? () => onSeveral('restart', running) : null,
    stop: running.length > 0 ? () => onSeveral('stop', running) : null,
    remove: () => onSeveral('delete', services),
  }
}
