/** What was typed and not saved, kept over a reload of this tab. Nothing secret is ever handed to it. */
export interface StoredDraft {
  base: Record<string, string>
  mine: Record<string, string>
}

const prefix = 'draft:'

export function readDraft(id: string): StoredDraft | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(prefix + id) ?? 'null')
    if (typeof value !== 'object' || value === null || !('base' in value) || !('mine' in value)) return null
    return { base: texts(value.base), mine: texts(value.mine) }
  } catch {
    return null
  }
}

/** Null forgets it. */
export function writeDraft(id: string, draft: StoredDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(prefix + id)
    else sessionStorage.setItem(prefix + id, JSON.stringify(draft))
  } catch {
    // A browser without storage forgets drafts on reload.
  }
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
