import type { KeyboardEvent, ReactNode } from 'react'
import styles from './tabs.module.css'
import { cx } from '@/lib/cx'

interface TabsProps<T extends string> {
  className?: string | undefined
  label: string
  value: T
  options: readonly { value: T; label: ReactNode }[]
  onChange: (value: T) => void
}

/** Parts of one object: one tab stop, arrows move. The panel below has the id `panel-{value}`. */
export function Tabs<T extends string>({ label, value, options, onChange, className }: TabsProps<T>) {
  const moved = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const index = options.findIndex((option) => option.value === value)
    const next = options[(index + step + options.length) % options.length]
    if (!next) return
    onChange(next.value)
    document.getElementById(`tab-${next.value}`)?.focus()
  }
  return (
    <div className={cx(styles.tabs, className)} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={moved}>
      {options.map((option) => (
        <button
          key={option.value}
          id={`tab-${option.value}`}
          type="button"
          role="tab"
          aria-selected={option.value === value}
          aria-controls={`panel-${option.value}`}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
