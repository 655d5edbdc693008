import { roles, type Role } from '@/api/tokens/token'
import { sentenceCase } from '@/lib/words'

const words: Record<Role, string> = { viewer: 'Reads', developer: 'Reads, edits and deploys', owner: 'Everything, also deletes' }

export function scopeWords(scope: string): string {
  return roles.includes(scope as Role) ? words[scope as Role] : sentenceCase(scope)
}

/** Nobody gives a token more than what they may do: their own role and the lower ones. */
export function givable(own: readonly string[]): Role[] {
  const highest = own.includes('admin') ? roles.length - 1 : Math.max(...own.map((role) => roles.indexOf(role as Role)))
  return roles.slice(0, highest + 1)
}
