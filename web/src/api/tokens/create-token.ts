import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../http'
import { keys } from '../keys'
import { Token } from './token'
import type { Role } from '@/lib/role'

const NewToken = v.object({ ...Token.entries, token: v.string() })

export interface CreateToken {
  name: string
  scope: Role
  /** Null never expires. */
  expiresAt: string | null
  idempotencyKey: string
}

function createToken({ name, scope, expiresAt, idempotencyKey }: CreateToken) {
  return call(NewToken, '/tokens', { method: 'POST', body: { name, scopes: [scope], expires_at: expiresAt }, idempotencyKey })
}

/** The answer is the only one that has the token: it is forgotten with the dialog that shows it. */
export function useCreateToken() {
  const cache = useQueryClient()
  return useMutation({ mutationFn: createToken, gcTime: 0, onSuccess: () => cache.invalidateQueries({ queryKey: keys.tokens }) })
}
