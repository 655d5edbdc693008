import { linkTypes, type LinkType } from '@/api/links/link'
import type { Service } from '@/api/service'

/** A value that comes from another node. */
export interface LinkValue {
  target: string
  type: LinkType
}

export interface LinkChoice extends LinkValue {
  /** `api.internal_url` */
  label: string
  /** Why it cannot be chosen. */
  why: string | null
}

/** What a `$` offers: every other node and each part of it, narrowed by what follows. Null: what is typed is just text. */
export function choicesFor(typed: string, services: readonly Service[], self: string): LinkChoice[] | null {
  const match = /^\$\{{0,2}\s*([a-z0-9._-]*)$/i.exec(typed)
  if (!match) return null
  const wanted = (match[1] ?? '').toLowerCase()
  return services
    .filter(({ id, deleting }) => id !== self && !deleting)
    .flatMap((service) =>
      linkTypes.map((type) => ({ target: service.id, type, label: `${service.name}.${type}`, why: service.port === null ? 'A worker has no address' : null })),
    )
    .filter(({ label }) => label.includes(wanted))
}

/** `api.internal_url` for a link that is there; its node may be gone. */
export function linkLabel({ target, type }: LinkValue, services: readonly Service[]): string {
  return `${services.find(({ id }) => id === target)?.name ?? 'deleted service'}.${type}`
}
