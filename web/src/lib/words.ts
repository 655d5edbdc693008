/** `1 service`, `3 services`, `1,824 lines` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`
}

/** `12 kB`, of a text. */
export function size(characters: number): string {
  return characters < 999_500 ? `${Math.max(1, Math.round(characters / 1_000))} kB` : `${(characters / 1_000_000).toFixed(1)} MB`
}

/** `HealthCheck`, `health_check`, `health-check` as `Health check`. */
export function sentenceCase(identifier: string): string {
  const words = identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Enough of an id to tell it apart: its end, since ids begin with their time. */
export function shortId(id: string): string {
  return id.slice(-8)
}

/** The two letters of a technology, as in the periodic table: Go, Py, Nd. */
export function symbolOf(technology: string): string {
  const name = technology.trim().toLowerCase()
  const known = symbols.find(([prefix]) => name.startsWith(prefix))
  if (known) return known[1]
  const letters = technology.replace(/[^a-z]/gi, '')
  return letters.charAt(0).toUpperCase() + letters.charAt(1).toLowerCase()
}

const symbols: readonly (readonly [prefix: string, symbol: string])[] = [
  ['next', 'Nx'],
  ['nuxt', 'Nu'],
  ['node', 'Nd'],
  ['static', 'St'],
  ['python', 'Py'],
  ['.net', 'Nt'],
  ['dotnet', 'Nt'],
  ['go', 'Go'],
  ['rust', 'Rs'],
  ['ruby', 'Rb'],
  ['java', 'Jv'],
  ['php', 'Ph'],
  ['deno', 'De'],
  ['bun', 'Bn'],
  ['docker', 'Dk'],
  ['command', 'Sh'],
  ['shell', 'Sh'],
]
