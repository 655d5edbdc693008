import { useQuery } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from './http'
import { keys } from './keys'
import { learnRoles } from '@/lib/role'

const Me = v.object({ user: v.string(), org: v.string(), roles: v.array(v.string()) })

/** Who looks at this page. */
export function useMe() {
  return useQuery({
    queryKey: keys.me,
    queryFn: async ({ signal }) => {
      const me = await call(Me, '/me', { signal })
      learnRoles(me.roles)
      return me
    },
    staleTime: 60_000,
  })
}
