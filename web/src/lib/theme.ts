const key = 'theme'

type Theme = 'light' | 'dark'

/** What the reader chose; without a choice the system decides. */
function chosen(): Theme | null {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

export function isDark(): boolean {
  return (chosen() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
}

export function applyTheme(): void {
  const theme = chosen()
  if (theme === null) delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** Switches; a choice that says the same as the system is no choice, so that it follows the system again. */
export function toggleTheme(): void {
  const next: Theme = isDark() ? 'light' : 'dark'
  const system: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  try {
    if (next === system) localStorage.removeItem(key)
    else localStorage.setItem(key, next)
  } catch {
    return
  }
  const root = document.documentElement
  root.dataset.switching = ''
  applyTheme()
  requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.switching))
}
