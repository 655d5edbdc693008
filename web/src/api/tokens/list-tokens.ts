import { useQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'
import { Token } from './token'

const Page = pageOf(Token)

/** One's own, the newest first. There are few of them: one page has them all. */
export function useTokens() {
  return useQuery({ queryKey: keys.tokens, queryFn: async ({ signal }) => (await call(Page, '/tokens?limit=200', { signal })).items })
}
