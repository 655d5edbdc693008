/** A form between what it started from and what the server has now: both are texts by field name. */
export interface Draft<T> {
  /** What the server had when the reader last saw it. */
  base: T
  mine: T
  /** Fields that both the reader and somebody else changed, to different values. */
  torn: readonly (keyof T)[]
}

export function startDraft<T>(server: T): Draft<T> {
  return { base: server, mine: server, torn: [] }
}

/** The fields that the reader holds otherwise than the server. */
export function dirtyFields<T extends object>(mine: T, server: T): (keyof T)[] {
  return (Object.keys(server) as (keyof T)[]).filter((name) => mine[name] !== server[name])
}

/** News from the server: into fields that nobody touched, never over what was typed. The same draft when there are none. */
export function withNews<T extends object>(draft: Draft<T>, server: T): Draft<T> {
  const news = dirtyFields(draft.base, server)
  if (news.length === 0) return draft
  const touched = new Set(dirtyFields(draft.mine, draft.base))
  const mine = { ...draft.mine }
  for (const name of news) if (!touched.has(name)) mine[name] = server[name]
  const torn = new Set([...draft.torn, ...news.filter((name) => touched.has(name))])
  return { base: server, mine, torn: [...torn].filter((name) => mine[name] !== server[name]) }
}

/** The reader's own value for a field, or their word that theirs counts: the quarrel about it is over. */
export function withMine<T extends object>(draft: Draft<T>, changes: Partial<T>): Draft<T> {
  return { ...draft, mine: { ...draft.mine, ...changes }, torn: draft.torn.filter((name) => !(name in changes)) }
}
