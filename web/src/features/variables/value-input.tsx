import { useId, useState, type KeyboardEvent } from 'react'
import { Link2, X } from 'lucide-react'
import { choicesFor, linkLabel, type LinkChoice, type LinkValue } from './link-choice'
import styles from './variables.module.css'
import type { Service } from '@/api/service'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { TextArea } from '@/ui/text-area'
import text from '@/ui/text.module.css'

interface ValueInputProps {
  value: string
  link: LinkValue | null
  services: readonly Service[]
  self: string
  hideLabel?: boolean
  autoFocus?: boolean
  placeholder?: string
  fault?: string | undefined
  onChange: (value: string) => void
  onLink: (link: LinkValue | null) => void
}

/** A value as text, or, after a `$`, the address of another node. */
export function ValueInput({ value, link, services, self, onChange, onLink, ...rest }: ValueInputProps) {
  const [at, setAt] = useState(0)
  const [closed, setClosed] = useState(false)
  const id = useId()
  const choices = link || closed ? null : choicesFor(value, services, self)
  const current = choices?.[Math.min(at, choices.length - 1)]
  const take = (choice: LinkChoice | undefined) => {
    if (!choice || choice.why !== null) return
    onChange('')
    onLink({ target: choice.target, type: choice.type })
  }
  const keys = (event: KeyboardEvent) => {
    if (!choices || choices.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setAt((Math.min(at, choices.length - 1) + step + choices.length) % choices.length)
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) take(current)
    else if (event.key === 'Escape') setClosed(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (link)
    return (
      <div className={styles.linked}>
        <LinkChip label={linkLabel(link, services)} />
        <Button only dense kind="quiet" icon={X} label="Type a value instead" onClick={() => onLink(null)} />
      </div>
    )
  return (
    <div className={styles.valueInput}>
      <TextArea
        label="Value"
        rows={2}
        value={value}
        {...rest}
        aria-controls={choices ? `${id}-nodes` : undefined}
        aria-activedescendant={choices && current ? `${id}-${current.label}` : undefined}
        onKeyDown={keys}
        onChange={(typed) => {
          setAt(0)
          setClosed(false)
          onChange(typed)
        }}
      />
      {choices && (
        <div id={`${id}-nodes`} className={styles.choices} role="listbox" aria-label="Values of other nodes">
          {choices.map((choice) => (
            // The keys are those of the field, which keeps the focus.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={choice.label}
              id={`${id}-${choice.label}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice === current}
              aria-disabled={choice.why !== null || undefined}
              ref={(element) => {
                if (choice === current) element?.scrollIntoView({ block: 'nearest' })
              }}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(choice)}
            >
              <Icon of={Link2} small />
              <code>{choice.label}</code>
              {choice.why && <span className={text.right}>{choice.why}</span>}
            </div>
          ))}
          {choices.length === 0 && <p>No other node is called like that. It stays text.</p>}
        </div>
      )}
    </div>
  )
}

/** A value that comes from another node. */
export function LinkChip({ label }: { label: string }) {
  return (
    <span className={styles.chip}>
      <Icon of={Link2} small />
      <span className={text.cut}>{label}</span>
    </span>
  )
}
