import { create } from 'zustand'

/** What somebody may do in the organisation; each includes those before it. */
export const roles = ['viewer', 'developer', 'owner'] as const
export type Role = (typeof roles)[number]

/** The reader's own; null while it is not known. Then nothing is kept from them: it is the server that refuses. */
export const useRole = create<{ own: Role | null }>(() => ({ own: null }))

export function learnRoles(told: readonly string[]): void {
  useRole.setState({ own: highest(told) })
}

export function highest(told: readonly string[]): Role | null {
  return told.includes('admin') ? 'owner' : (roles.findLast((role) => told.includes(role)) ?? null)
}

/** Why the reader may not, in the server's own words; null where they may. */
export function refusal(own: Role | null, needed: Role | undefined): string | null {
  if (own === null || needed === undefined || roles.indexOf(own) >= roles.indexOf(needed)) return null
  return `This needs the role ${needed}. Ask an owner of the organisation for it.`
}

export function useRefusal(needed: Role | undefined): string | null {
  return useRole(({ own }) => refusal(own, needed))
}

/** For what happens by a key or a gesture: where it is not allowed, nothing happens. */
export function may(needed: Role): boolean {
  return refusal(useRole.getState().own, needed) === null
}
