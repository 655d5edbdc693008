import { useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from './http'
import { keys } from './keys'

const Me = v.object({ user: v.string(), org: v.string(), roles: v.array(v.string()) })

/** Who looks at this page. */
export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => call(Me, '/me', { signal }), staleTime: 60_000 })
}
