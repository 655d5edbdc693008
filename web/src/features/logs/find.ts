export interface Part {
  text: string
  found: boolean
}

/** A text cut where a query stands in it. */
export function cutAt(text: string, query: string): Part[] {
  const wanted = query.toLowerCase()
  if (wanted === '') return [{ text, found: false }]
  const lower = text.toLowerCase()
  // Some letters change their length with their case: then nothing is marked rather than the wrong place.
  if (lower.length !== text.length) return [{ text, found: false }]
  const parts: Part[] = []
  let from = 0
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), found: false })
    parts.push({ text: text.slice(at, at + wanted.length), found: true })
    from = at + wanted.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), found: false })
  return parts
}
