import type { ReactNode } from 'react'
import { CircleCheck, CircleDashed, CircleDot, Loader, Square, TriangleAlert } from 'lucide-react'
import { Icon, type IconShape } from './icon'
import styles from './state-label.module.css'
import type { NodeStatus } from '@/api/service'

export function stateIcon(status: NodeStatus): IconShape {
  switch (status) {
    case 'not_configured':
      return CircleDashed
    case 'ready':
      return CircleDot
    case 'deploying':
      return Loader
    case 'live':
      return CircleCheck
    case 'failed':
      return TriangleAlert
    case 'stopped':
      return Square
  }
}

/** Icon and word in the state's colour: never one of them alone. */
export function StateLabel({ status, icon, title, children }: { status: NodeStatus; icon?: IconShape; title?: string | undefined; children: ReactNode }) {
  return (
    <span className={styles.state} data-state={status} title={title}>
      <Icon of={icon ?? stateIcon(status)} />
      <span>{children}</span>
    </span>
  )
}
