import * as v from 'valibot'

/** `source` uses what `target` offers; there is one for each variable. */
export const Link = v.object({
  id: v.string(),
  kind: v.fallback(v.picklist(['variable', 'service', 'mount']), 'variable'),
  source: v.string(),
  target: v.string(),
  label: v.optional(v.string(), ''),
})

export type Link = v.InferOutput<typeof Link>

/** The parts of another service's address that a variable can stand for. */
export const linkTypes = ['internal_url', 'public_url', 'host', 'port'] as const
export type LinkType = (typeof linkTypes)[number]

export const linkTypeWords: Record<LinkType, string> = {
  internal_url: 'Internal URL',
  public_url: 'Public URL',
  host: 'Host',
  port: 'Port',
}

/** What the variable is called where nobody says otherwise: the server's rule. */
export function proposeKey(target: string, type: LinkType, taken: readonly string[]): string {
  const suffix = type === 'host' ? '_HOST' : type === 'port' ? '_PORT' : '_URL'
  const name = target.toUpperCase().replaceAll('-', '_') + suffix
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`
    if (!taken.includes(candidate)) return candidate
  }
}
