import { useSyncExternalStore } from 'react'

// public/theme.js reads the same key before the first paint.
const key = 'theme'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What the reader chose; without a choice the system decides. */
export function chosenTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system'
  } catch {
    return 'system'
  }
}

const listeners = new Set<() => void>()

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // A browser without storage forgets the choice on reload.
  }
  showTheme(theme)
}

/** The choice, also where another tab makes it. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, chosenTheme)
}

function subscribe(changed: () => void): () => void {
  const elsewhere = (event: StorageEvent) => {
    if (event.key === key || event.key === null) showTheme(chosenTheme())
  }
  listeners.add(changed)
  window.addEventListener('storage', elsewhere)
  return () => {
    listeners.delete(changed)
    window.removeEventListener('storage', elsewhere)
  }
}

/** All at once: no colour fades on the way. */
function showTheme(theme: Theme): void {
  const root = document.documentElement
  root.dataset.switching = ''
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  for (const listener of listeners) listener()
  requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.switching))
}
