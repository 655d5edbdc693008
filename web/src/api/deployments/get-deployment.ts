import { useQuery } from '@tanstack/react-query'
import { Deployment, isRunning } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'

export function getDeployment(id: string, signal?: AbortSignal) {
  return call(Deployment, `/deployments/${id}`, { signal })
}

/** Followed every second until it has ended. */
export function useDeployment(id: string | null | undefined) {
  return useQuery({
    queryKey: keys.deployment(id ?? ''),
    queryFn: ({ signal }) => getDeployment(id ?? '', signal),
    enabled: Boolean(id),
    refetchInterval: (query) => (query.state.data === undefined || isRunning(query.state.data.status) ? 1_000 : false),
  })
}
