import * as v from 'valibot'

const text = v.optional(v.nullable(v.string()), null)

export const Token = v.object({
  id: v.string(),
  name: v.string(),
  scopes: v.array(v.string()),
  created_at: v.string(),
  expires_at: text,
  last_used_at: text,
})

export type Token = v.InferOutput<typeof Token>
