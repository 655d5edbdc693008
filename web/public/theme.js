// Before the first paint, so that no page flashes in the other theme; src/lib/theme.ts keeps what is read here.
try {
  const theme = globalThis.localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') globalThis.document.documentElement.dataset.theme = theme
} catch {
  // A browser without storage follows the system.
}
