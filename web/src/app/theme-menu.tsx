import { useRef, useState } from 'react'
import { Monitor, Moon, Sun } from 'lucide-react'
import { chooseTheme, useTheme, type Theme } from '@/lib/theme'
import type { Action } from '@/ui/action'
import { Icon } from '@/ui/icon'
import { MenuList, type MenuPlace } from '@/ui/menu-list'

const icons = { system: Monitor, light: Sun, dark: Moon }
const words: Record<Theme, string> = { system: 'Theme of the system', light: 'Light theme', dark: 'Dark theme' }

/** For every menu that has them; what is on the object is which one is chosen. */
export const themeActions: readonly Action<Theme>[] = (['system', 'light', 'dark'] as const).map((theme) => ({
  id: `theme-${theme}`,
  label: () => words[theme],
  icon: icons[theme],
  isOn: (chosen) => chosen === theme,
  why: () => null,
  run: () => chooseTheme(theme),
}))

/** In the rail: what is chosen, and what else there is. */
export function ThemeMenu() {
  const theme = useTheme()
  const [place, setPlace] = useState<MenuPlace | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const toggle = () => {
    const box = button.current?.getBoundingClientRect()
    setPlace(place || !box ? null : { top: box.top, left: box.right + 8 })
  }
  return (
    <>
      <button ref={button} type="button" title="Theme" aria-label="Theme" aria-haspopup="menu" aria-expanded={place !== null} onClick={toggle}>
        <Icon of={icons[theme]} />
        <span>Theme</span>
      </button>
      {place && (
        <MenuList
          label="Theme"
          on={theme}
          actions={themeActions}
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
