import { useId, type Ref, type TextareaHTMLAttributes } from 'react'
import { TriangleAlert } from 'lucide-react'
import { Icon } from './icon'
import styles from './field.module.css'
import text from './text.module.css'
import { cx } from '@/lib/cx'

interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> {
  label: string
  hideLabel?: boolean
  fault?: string | null | undefined
  value: string
  onChange: (value: string) => void
  ref?: Ref<HTMLTextAreaElement>
}

/** Text of several lines, as it stands: nothing is corrected or wrapped by itself. */
export function TextArea({ label, hideLabel, fault, value, onChange, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={cx(hideLabel && text.unseen)}>
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        className={cx(styles.input, styles.code, styles.area)}
        style={{ minHeight: (rest.rows ?? 6) * 20 + 18 }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-said` : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {fault && (
        <p id={`${id}-said`} className={styles.fault}>
          <Icon of={TriangleAlert} small />
          {fault}
        </p>
      )}
    </div>
  )
}
