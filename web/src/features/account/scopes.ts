import { highest, roles, type Role } from '@/lib/role'
import { sentenceCase } from '@/lib/words'

const words: Record<Role, string> = { viewer: 'Reads', developer: 'Reads, edits and deploys', owner: 'Everything, also deletes' }

export function scopeWords(scope: string): string {
  return roles.includes(scope as Role) ? words[scope as Role] : sentenceCase(scope)
}

/** Nobody gives a token more than what they may do: their own role and the lower ones. */
export function givable(own: readonly string[]): Role[] {
  const most = highest(own)
  return most === null ? [] : roles.slice(0, roles.indexOf(most) + 1)
}
