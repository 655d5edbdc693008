import type { ReactNode } from 'react'
import styles from './check.module.css'
import { cx } from '@/lib/cx'

interface CheckProps {
  label: ReactNode
  checked: boolean
  /** Takes effect at once, as a switch does; a box waits for Save. */
  look?: 'box' | 'switch'
  changed?: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export function Check({ label, checked, look = 'box', changed, disabled, onChange }: CheckProps) {
  return (
    <label className={cx(styles[look], changed && styles.changed)}>
      <input type="checkbox" role={look === 'switch' ? 'switch' : undefined} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      {look === 'switch' && <i aria-hidden="true" />}
      <span>{label}</span>
    </label>
  )
}
