import { useRef, useState } from 'react'
import { Ellipsis } from 'lucide-react'
import type { Action } from './action'
import { Button } from './button'
import type { IconShape } from './icon'
import { MenuList, type MenuPlace } from './menu-list'

interface MenuProps<T> {
  label: string
  on: T
  actions: readonly Action<T>[]
  dense?: boolean
  icon?: IconShape
}

/** The rest of what can be done, behind three dots. */
export function Menu<T>({ label, on, actions, dense, icon = Ellipsis }: MenuProps<T>) {
  const [place, setPlace] = useState<MenuPlace | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const open = place !== null
  const toggle = () => {
    const box = button.current?.getBoundingClientRect()
    setPlace(open || !box ? null : { top: box.bottom + 4, right: window.innerWidth - box.right })
  }
  return (
    <>
      <Button
        ref={button}
        only
        kind="quiet"
        dense={dense ?? false}
        icon={icon}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={toggle}
      />
      {place && (
        <MenuList
          label={label}
          on={on}
          actions={actions}
          place={place}
          opener={button}
          onClose={(refocus) => {
            setPlace(null)
            if (refocus) button.current?.focus()
          }}
        />
      )}
    </>
  )
}
