import { useState } from 'react'
import { ChevronRight, KeyRound } from 'lucide-react'
import { useField, type InputsProps } from './field-props'
import styles from './services.module.css'
import { originOf } from '@/lib/repository'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Icon } from '@/ui/icon'
import text from '@/ui/text.module.css'

interface TokenProps extends InputsProps {
  /** The address that a token is kept for; null where none is. */
  keptFor?: string | null | undefined
  /** The repository asked for a login. */
  isWanted?: boolean
  onLeave?: () => void
}

/** A token of a private repository. One that is kept is shown to nobody: it can be replaced or removed. */
export function TokenInput({ keptFor = null, isWanted = false, onLeave, ...props }: TokenProps) {
  const { fields, set } = props
  const field = useField(props)('token')
  const [isOpen, setOpen] = useState(false)
  const [isReplaced, setReplaced] = useState(false)
  // Emptied, or saved: what is kept counts again.
  const isTyped = fields.token !== ''
  const [wasTyped, setWasTyped] = useState(false)
  if (isTyped !== wasTyped) {
    setWasTyped(isTyped)
    if (!isTyped) setReplaced(false)
  }
  const moves = keptFor !== null && originOf(keptFor) !== originOf(fields.url)

  if (keptFor !== null && !moves && !isReplaced && !isTyped) {
    const isGone = fields.forgetToken === 'yes'
    return (
      <div className={text.lineUp} role="group" aria-label="Access token">
        <Icon of={KeyRound} small />
        <span className={styles.help}>{isGone ? 'The access token is removed when you save.' : 'An access token is kept.'}</span>
        <span className={text.right} />
        {isGone ? (
          <Button dense label="Keep it" onClick={() => set({ forgetToken: '' })} />
        ) : (
          <>
            <Button dense label="Replace" onClick={() => setReplaced(true)} />
            <Button dense kind="quiet" label="Remove" onClick={() => set({ forgetToken: 'yes' })} />
          </>
        )}
      </div>
    )
  }
  const input = (
    <Field
      label="Access token"
      {...field}
      type="password"
      onBlur={onLeave}
      onChange={(token) => set({ token, forgetToken: '' })}
      help={
        moves
          ? `The kept token is for ${originOf(keptFor) ?? 'another host'} only. Enter one for this address, or leave it empty if the repository is public.`
          : 'It only needs to read the repository. It is kept encrypted and not shown again.'
      }
    />
  )
  if (keptFor !== null)
    return (
      <div className={styles.stack}>
        {input}
        {!moves && (
          <div>
            <Button
              dense
              kind="quiet"
              label="Keep the present token"
              onClick={() => {
                setReplaced(false)
                set({ token: '' })
              }}
            />
          </div>
        )}
      </div>
    )
  return (
    <details className={styles.more} open={isOpen || isWanted || field.fault !== undefined || isTyped} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon of={ChevronRight} small />
        Private repository? Access token
      </summary>
      <div>{input}</div>
    </details>
  )
}
