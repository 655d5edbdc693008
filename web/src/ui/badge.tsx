import type { ReactNode } from 'react'
import { Pencil } from 'lucide-react'
import { Icon } from './icon'
import styles from './badge.module.css'
import type { NodeStatus } from '@/api/service'
import { cx } from '@/lib/cx'

export function Badge({ state, className, title, children }: { state?: NodeStatus | 'changed'; className?: string | undefined; title?: string | undefined; children: ReactNode }) {
  return (
    <span className={cx(styles.badge, className)} data-state={state} title={title}>
      {children}
    </span>
  )
}

/** Saved and not deployed: the purple pencil. */
export function ChangedBadge({ count, className }: { count: number; className?: string | undefined }) {
  return (
    <Badge state="changed" className={className}>
      <Icon of={Pencil} />
      {count} not deployed
    </Badge>
  )
}
