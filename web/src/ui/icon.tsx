import type { LucideIcon } from 'lucide-react'
import styles from './icon.module.css'
import { cx } from '@/lib/cx'

export type { LucideIcon as IconShape } from 'lucide-react'

/** Drawn on a 24 grid; decoration beside a word, so never read out. */
export function Icon({ of: Shape, small, className }: { of: LucideIcon; small?: boolean; className?: string | undefined }) {
  return <Shape className={cx(styles.icon, small && styles.small, className)} aria-hidden="true" focusable="false" strokeWidth={1.8} />
}
