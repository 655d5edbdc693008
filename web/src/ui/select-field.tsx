import { useId, type ReactNode } from 'react'
import styles from './field.module.css'
import { cx } from '@/lib/cx'

interface SelectFieldProps<T extends string> {
  label: string
  help?: ReactNode
  changed?: boolean
  value: T
  options: readonly { value: T; label: string; disabled?: boolean }[]
  onChange: (value: T) => void
}

/** The browser's own list of choices. */
export function SelectField<T extends string>({ label, help, changed, value, options, onChange }: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div className={cx(styles.field, changed && styles.changed)}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={cx(styles.input, styles.select)}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {help && <p className={styles.help}>{help}</p>}
    </div>
  )
}
