const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/

interface Address {
  host: string
  path: string[]
}

/** Reads the spellings git knows: `https://host/a/b.git`, `ssh://git@host/a/b`, `git@host:a/b.git`, `file:///a/b`. */
function parse(address: string): Address | null {
  const text = address.trim()
  if (text === '') return null
  if (URL.canParse(text) && /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const url = new URL(text)
    return { host: url.host, path: parts(url.pathname) }
  }
  const match = scp.exec(text)
  if (match) return { host: match[1] ?? '', path: parts(match[2] ?? '') }
  return null
}

function parts(path: string): string[] {
  const all = decoded(path)
    .split('/')
    .filter((part) => part !== '')
  const last = all.at(-1)
  return last === undefined ? all : [...all.slice(0, -1), last.replace(/\.git$/i, '')].filter((part) => part !== '')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** `acme/shop-api` of `https://github.com/acme/shop-api.git`: what people call the repository. */
export function repositoryLabel(address: string): string {
  const parsed = parse(address)
  if (parsed === null || parsed.path.length === 0) return address
  return parsed.path.slice(-2).join('/')
}

/** Whether this may be the address of a repository, so that it is worth a look. */
export function isAddress(text: string): boolean {
  return (parse(text)?.path.length ?? 0) > 0
}

/** The page of a repository that a browser can open, if the address is one. */
export function repositoryPage(address: string): string | null {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address.replace(/\.git$/i, '') : null
}

/** Whom a token is for: scheme and host. Null for an address that takes none. */
export function originOf(address: string): string | null {
  return /^https?:\/\//i.test(address.trim()) && URL.canParse(address.trim()) ? new URL(address.trim()).origin : null
}

/** A service name by the rules of host names, taken from the last word of a repository address; `''` while there is none. */
export function proposeName(address: string, taken: readonly string[]): string {
  const last = parse(address)?.path.at(-1) ?? ''
  const base = toHostName(last)
  return base === '' ? '' : firstFree(base, taken)
}

/** Lower case, hyphens for everything else, starts with a letter, 63 at most. */
export function toHostName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
  return trimmed(plain, 63)
}

function firstFree(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base
  for (let number = 2; ; number++) {
    const suffix = `-${number}`
    const name = trimmed(base, 63 - suffix.length) + suffix
    if (!taken.includes(name)) return name
  }
}

function trimmed(text: string, length: number): string {
  return text.slice(0, length).replace(/-+$/, '')
}
