import { Box } from 'lucide-react'
import { Icon } from './icon'
import styles from './tile.module.css'
import { cx } from '@/lib/cx'
import { symbolOf } from '@/lib/words'

/** A technology as a two-letter plate; a box while it is not known. */
export function Tile({ technology, size }: { technology: string | null; size?: 'small' | 'large' }) {
  return (
    <span className={cx(styles.tile, size && styles[size])} title={technology ?? undefined} aria-hidden="true">
      {technology ? symbolOf(technology) : <Icon of={Box} small={size === 'small'} />}
    </span>
  )
}
