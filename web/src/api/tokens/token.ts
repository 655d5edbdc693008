import * as v from 'valibot'

const text = v.optional(v.nullable(v.string()), null)

/** What a token may do is what somebody with that role may. */
export const roles = ['viewer', 'developer', 'owner'] as const
export type Role = (typeof roles)[number]

export const Token = v.object({
  id: v.string(),
  name: v.string(),
  scopes: v.array(v.string()),
  created_at: v.string(),
  expires_at: text,
  last_used_at: text,
})

export type Token = v.InferOutput<typeof Token>
