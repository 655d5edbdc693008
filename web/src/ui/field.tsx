import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { TriangleAlert } from 'lucide-react'
import { Icon } from './icon'
import styles from './field.module.css'
import { cx } from '@/lib/cx'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  /** Said after the label: optional, changed. */
  note?: ReactNode
  help?: ReactNode
  /** Stands in the place of the help. */
  fault?: string | null | undefined
  code?: boolean
  changed?: boolean
  /** Stands below: what somebody else made of it meanwhile. */
  below?: ReactNode
  /** Proposed while typing. */
  choices?: readonly string[]
  value: string
  onChange: (value: string) => void
  ref?: Ref<HTMLInputElement>
}

// A browser counts an emoji as two characters, our limits as one.
const inTwo = (text: string) => text.length - [...text].length

export function Field({ label, note, help, fault, code, changed, below, choices = [], maxLength, value, onChange, ...rest }: FieldProps) {
  const id = useId()
  const said = `${id}-said`
  return (
    <div className={cx(styles.field, changed && styles.changed)}>
      <label htmlFor={id}>
        {label}
        {note && <span className={styles.note}>{note}</span>}
      </label>
      <input
        {...rest}
        id={id}
        className={cx(styles.input, code && styles.code)}
        value={value}
        maxLength={maxLength && maxLength + inTwo(value)}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault || help ? said : undefined}
        list={choices.length > 0 ? `${id}-choices` : undefined}
        autoComplete={rest.type === 'password' ? 'new-password' : 'off'}
        spellCheck={code ? false : undefined}
        autoCapitalize={code ? 'none' : undefined}
      />
      {fault ? (
        <p id={said} className={styles.fault}>
          <Icon of={TriangleAlert} small />
          {fault}
        </p>
      ) : (
        help && (
          <p id={said} className={styles.help}>
            {help}
          </p>
        )
      )}
      {choices.length > 0 && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {below}
    </div>
  )
}
