import { useQuery } from '@tanstack/react-query'
import { Deployment, isRunning } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'
import { pace } from '../live'
import type { Service } from '../service'

export function getDeployment(id: string, signal?: AbortSignal) {
  return call(Deployment, `/deployments/${id}`, { signal })
}

/**
 * A service tells its newest deployment in short. While it runs the whole of it is asked for too, where the short one
 * does not say since when its step runs: so the clocks of a node and of its panel are the same.
 */
export function useNewestDeployment(service: Service): Deployment | null {
  const newest = service.latest_deployment
  const needed = service.status === 'deploying' && newest !== null && newest.step_started_at === null
  const whole = useDeployment(needed ? newest.id : null).data
  return needed && whole && isRunning(whole.status) ? whole : newest
}

/** Followed every second until it has ended. */
export function useDeployment(id: string | null | undefined) {
  return useQuery({
    queryKey: keys.deployment(id ?? ''),
    queryFn: ({ signal }) => getDeployment(id ?? '', signal),
    enabled: Boolean(id),
    refetchInterval: (query) => (query.state.data === undefined || isRunning(query.state.data.status) ? pace(1_000) : false),
  })
}
