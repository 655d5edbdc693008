import { Pencil } from 'lucide-react'
import { Icon } from './icon'
import styles from './badge.module.css'
import { cx } from '@/lib/cx'

/** Saved and not deployed: the purple pencil. */
export function ChangedBadge({ count, className }: { count: number; className?: string | undefined }) {
  return (
    <span className={cx(styles.badge, className)} data-state="changed">
      <Icon of={Pencil} />
      {count} not deployed
    </span>
  )
}
