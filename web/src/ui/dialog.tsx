import { useEffect, useId, useRef, type FormEvent, type ReactNode } from 'react'
import { X } from 'lucide-react'
import { Button } from './button'
import styles from './dialog.module.css'
import { cx } from '@/lib/cx'

interface DialogProps {
  title: string
  onClose: () => void
  onSubmit?: () => void
  /** For a table or columns. */
  wide?: boolean
  footer: ReactNode
  children: ReactNode
}

/** The browser's own modal: focus stays inside, Esc closes, focus goes back to where it came from. */
export function Dialog({ title, onClose, onSubmit, wide, footer, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    // The first thing to fill in, else the button that changes nothing.
    dialog?.querySelector<HTMLElement>('[data-body] input, footer button')?.focus()
    return () => dialog?.close()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <dialog
      ref={element}
      className={cx(styles.dialog, wide && styles.wide)}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form onSubmit={submit} noValidate>
        <header>
          <h2 id={heading}>{title}</h2>
          <Button only kind="quiet" icon={X} label="Close" onClick={onClose} />
        </header>
        <div className={styles.body} data-body>
          {children}
        </div>
        <footer>{footer}</footer>
      </form>
    </dialog>
  )
}
