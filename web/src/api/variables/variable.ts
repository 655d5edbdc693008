import * as v from 'valibot'
import { linkTypes } from '../links/link'

/** A secret's value is never told: it is null. */
export const Variable = v.object({
  key: v.string(),
  value: v.optional(v.nullable(v.string()), null),
  is_secret: v.optional(v.boolean(), false),
  /** Its value is an address of another service, which `preview` says as it is now. */
  linked_service_id: v.optional(v.nullable(v.string()), null),
  link_type: v.optional(v.fallback(v.nullable(v.picklist(linkTypes)), null), null),
  preview: v.optional(v.nullable(v.string()), null),
  updated_at: v.optional(v.nullable(v.string()), null),
})

export type Variable = v.InferOutput<typeof Variable>

/** Whether a key says that its value is a secret; the server's rule. */
export function looksSecret(key: string): boolean {
  return /SECRET|TOKEN|PASSWORD|KEY/i.test(key)
}

/** Why a key cannot be the name of a variable; null: it can. */
export function keyFault(key: string): string | null {
  if (key === 'PORT') return 'PORT is given by the platform: the application listens there. It is set in Instance.'
  return /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(key) ? null : 'A name has letters, digits and underscores, and does not begin with a digit.'
}
