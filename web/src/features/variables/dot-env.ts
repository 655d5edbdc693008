import { keyFault, type Variable } from '@/api/variables/variable'

/** Stands in the text for a secret's value, which nobody can read; left as it is, the secret stays. */
export const dots = '••••••••'

export interface LineFault {
  line: number
  message: string
}

export interface DotEnv {
  /** In the order of the text. */
  values: Map<string, string>
  faults: LineFault[]
}

/** Reads a .env text as the server does: comments, `export`, three kinds of quotes, values over several lines; nothing is expanded. */
export function readDotEnv(text: string): DotEnv {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const values = new Map<string, string>()
  const faults: LineFault[] = []
  let at = 0
  let line = 1
  const lineEnd = (from: number) => {
    const end = source.indexOf('\n', from)
    return end === -1 ? source.length : end
  }
  while (at < source.length) {
    const started = line
    const end = lineEnd(at)
    const head = source.slice(at, end)
    if (head.trim() === '' || head.trimStart().startsWith('#')) {
      at = end + 1
      line++
      continue
    }
    const equals = head.indexOf('=')
    if (equals === -1) {
      faults.push({ line: started, message: "There is no '='. Write KEY=value, or begin the line with # if it is a comment." })
      at = end + 1
      line++
      continue
    }
    const key = head.slice(0, equals).trim().replace(/^export\s+/, '')
    const read = readValue(source, at + equals + 1)
    if ('fault' in read) {
      faults.push({ line: started, message: read.fault })
      at = end + 1
      line++
      continue
    }
    const wrong = keyFault(key) ?? (values.has(key) ? `${key} stands above already. Keep one of the two.` : null)
    if (wrong) faults.push({ line: started, message: wrong })
    else values.set(key, read.value)
    line += source.slice(at, read.end).split('\n').length
    at = lineEnd(read.end) + 1
  }
  return { values, faults }
}

type Read = { value: string; end: number } | { fault: string }

function readValue(source: string, from: number): Read {
  let at = from
  while (source[at] === ' ' || source[at] === '\t') at++
  const quote = source[at]
  if (quote !== '"' && quote !== "'" && quote !== '`') {
    const end = source.indexOf('\n', at)
    const rest = source.slice(at, end === -1 ? source.length : end)
    return { value: rest.replace(/(^|[ \t])#.*$/, (whole, before: string, offset: number) => (offset === 0 && before === '' ? whole : '')).trim(), end: at + rest.length }
  }
  let value = ''
  for (at++; at < source.length && source[at] !== quote; at++) {
    if (quote === '"' && source[at] === '\\' && at + 1 < source.length) value += unescaped(source[++at] ?? '')
    else value += source[at]
  }
  if (at >= source.length) return { fault: `The quote ${quote} is not closed. Close it, or remove it.` }
  const rest = /^[^\n]*/.exec(source.slice(at + 1))?.[0] ?? ''
  if (rest.trim() !== '' && !/^\s*#/.test(rest)) return { fault: 'There is text behind the closing quote. Put all of the value into the quotes.' }
  return { value, end: at + 1 }
}

function unescaped(character: string): string {
  switch (character) {
    case 'n':
      return '\n'
    case 'r':
      return '\r'
    case 't':
      return '\t'
    case '"':
    case '\\':
    case '$':
    case '`':
      return character
    default:
      return `\\${character}`
  }
}

/** A text that reads back as it was. `secrets`: as dots in the editor, as comments in a file that leaves. */
export function writeDotEnv(variables: readonly Variable[], secrets: 'dots' | 'comments'): string {
  return variables
    .map(({ key, value, is_secret }) => {
      if (!is_secret) return `${key}=${quoted(value ?? '')}\n`
      return secrets === 'dots' ? `${key}=${dots}\n` : `# ${key} is a secret and stays here\n`
    })
    .join('')
}

function quoted(value: string): string {
  if (/^[\w\-./:@%+,=]*$/.test(value)) return value
  if (!value.includes("'")) return `'${value}'`
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`
}

export interface Difference {
  key: string
  kind: 'added' | 'changed' | 'removed'
  /** Null where it is secret. */
  was: string | null
  is: string | null
}

/** What saving a text would make of the variables that are there. */
export function differences(present: readonly Variable[], wanted: ReadonlyMap<string, string>): Difference[] {
  const known = new Map(present.map((variable) => [variable.key, variable]))
  const set = [...wanted].flatMap(([key, value]): Difference[] => {
    const old = known.get(key)
    if (!old) return [{ key, kind: 'added', was: null, is: value }]
    if (old.is_secret) return value === dots ? [] : [{ key, kind: 'changed', was: null, is: null }]
    return old.value === value ? [] : [{ key, kind: 'changed', was: old.value, is: value }]
  })
  const gone = present.filter(({ key }) => !wanted.has(key)).map(({ key, value }): Difference => ({ key, kind: 'removed', was: value, is: null }))
  return [...set, ...gone].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** What is sent: dots of a secret keep it. */
export function toReplacement(present: readonly Variable[], wanted: ReadonlyMap<string, string>): Record<string, string | null> {
  const secret = new Set(present.filter(({ is_secret }) => is_secret).map(({ key }) => key))
  return Object.fromEntries([...wanted].map(([key, value]) => [key, value === dots && secret.has(key) ? null : value]))
}
