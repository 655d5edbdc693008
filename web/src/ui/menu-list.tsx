import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { Check } from 'lucide-react'
import { shownActions, whyNot, type Action } from './action'
import { Icon } from './icon'
import styles from './menu.module.css'
import { cx } from '@/lib/cx'

export type MenuPlace = { top: number; right: number } | { top: number; left: number }

interface MenuListProps<T> {
  label: string
  on: T
  actions: readonly Action<T>[]
  place: MenuPlace
  /** A press on it is not one outside. */
  opener?: RefObject<HTMLElement | null>
  /** `refocus`: the focus was in the menu and goes back to where it came from. */
  onClose: (refocus: boolean) => void
}

/** Arrows walk, Esc goes back, a press or a scroll elsewhere closes. */
export function MenuList<T>({ label, on, actions, place, opener, onClose }: MenuListProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useLayoutEffect(() => {
    close.current = onClose
  })
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    // Stays inside the window, wherever it was opened.
    const box = element.getBoundingClientRect()
    if (box.bottom > window.innerHeight - 8) element.style.top = `${Math.max(8, window.innerHeight - 8 - box.height)}px`
    if (box.right > window.innerWidth - 8) element.style.left = `${Math.max(8, window.innerWidth - 8 - box.width)}px`
    element.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
  }, [])
  useEffect(() => {
    const outside = (event: Event) => {
      if (!(event.target instanceof Node) || (!list.current?.contains(event.target) && !opener?.current?.contains(event.target))) close.current(false)
    }
    const away = () => close.current(false)
    document.addEventListener('pointerdown', outside)
    window.addEventListener('resize', away)
    document.addEventListener('scroll', away, true)
    return () => {
      document.removeEventListener('pointerdown', outside)
      window.removeEventListener('resize', away)
      document.removeEventListener('scroll', away, true)
    }
  }, [opener])

  const walk = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') return onClose(event.key === 'Escape')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
    const at = items.findIndex((item) => item === document.activeElement)
    items[(at + step + items.length) % items.length]?.focus()
  }
  return (
    <div ref={list} className={styles.menu} role="menu" aria-label={label} tabIndex={-1} style={place} onKeyDown={walk}>
      {shownActions(actions, on).map((action) => {
        const why = whyNot(action, on)
        return (
          <button
            key={action.id}
            type="button"
            role={action.isOn ? 'menuitemradio' : 'menuitem'}
            aria-checked={action.isOn?.(on)}
            tabIndex={-1}
            className={cx(action.warns && styles.warns)}
            aria-disabled={why !== null || undefined}
            onClick={() => {
              if (why !== null) return
              onClose(true)
              action.run(on)
            }}
          >
            <Icon of={action.icon} />
            <span>
              {action.label(on)}
              {why && <small>{why}</small>}
            </span>
            {action.isOn?.(on) && <Icon of={Check} />}
            {action.key && <kbd>{action.key === 'Delete' ? 'Del' : action.key.toUpperCase()}</kbd>}
          </button>
        )
      })}
    </div>
  )
}
