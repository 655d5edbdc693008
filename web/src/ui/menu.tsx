import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Ellipsis } from 'lucide-react'
import { shownActions, type Action } from './action'
import { Button } from './button'
import { Icon } from './icon'
import styles from './menu.module.css'
import { cx } from '@/lib/cx'

interface MenuProps<T> {
  label: string
  on: T
  actions: readonly Action<T>[]
  dense?: boolean
}

/** The rest of what can be done, behind three dots. Arrows walk, Esc goes back to the button. */
export function Menu<T>({ label, on, actions, dense }: MenuProps<T>) {
  const [place, setPlace] = useState<{ top: number; right: number } | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const open = place !== null

  const close = (refocus: boolean) => {
    setPlace(null)
    if (refocus) button.current?.focus()
  }
  useEffect(() => {
    if (!open) return
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: Event) => {
      if (!(event.target instanceof Node) || (!list.current?.contains(event.target) && !button.current?.contains(event.target))) setPlace(null)
    }
    const away = () => setPlace(null)
    document.addEventListener('pointerdown', outside)
    window.addEventListener('resize', away)
    document.addEventListener('scroll', away, true)
    return () => {
      document.removeEventListener('pointerdown', outside)
      window.removeEventListener('resize', away)
      document.removeEventListener('scroll', away, true)
    }
  }, [open])

  const toggle = () => {
    const box = button.current?.getBoundingClientRect()
    setPlace(open || !box ? null : { top: box.bottom + 4, right: window.innerWidth - box.right })
  }
  const walk = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') return close(event.key === 'Escape')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = items.findIndex((item) => item === document.activeElement)
    items[(at + step + items.length) % items.length]?.focus()
  }
  return (
    <>
      <Button
        ref={button}
        only
        kind="quiet"
        dense={dense ?? false}
        icon={Ellipsis}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={toggle}
      />
      {place && (
        <div ref={list} id={id} className={styles.menu} role="menu" aria-label={label} tabIndex={-1} style={place} onKeyDown={walk}>
          {shownActions(actions, on).map((action) => {
            const why = action.why(on)
            return (
              <button
                key={action.id}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className={cx(action.warns && styles.warns)}
                aria-disabled={why !== null || undefined}
                onClick={() => {
                  if (why !== null) return
                  close(true)
                  action.run(on)
                }}
              >
                <Icon of={action.icon} />
                <span>
                  {action.label(on)}
                  {why && <small>{why}</small>}
                </span>
                {action.key && <kbd>{action.key === 'Delete' ? 'Del' : action.key.toUpperCase()}</kbd>}
              </button>
            )
          })}
        </div>
      )}
    </>
  )
}
