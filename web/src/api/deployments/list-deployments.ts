import { useInfiniteQuery } from '@tanstack/react-query'
import { Deployment, isRunning } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'
import { pace } from '../live'
import { pageOf } from '../page'

const Page = pageOf(Deployment)

export function listDeployments(serviceId: string, cursor: string | null, signal?: AbortSignal) {
  const query = new URLSearchParams({ limit: '20', ...(cursor === null ? {} : { cursor }) })
  return call(Page, `/services/${serviceId}/deployments?${query}`, { signal })
}

export function useDeployments(serviceId: string) {
  return useInfiniteQuery({
    queryKey: keys.deployments(serviceId),
    queryFn: ({ pageParam, signal }) => listDeployments(serviceId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(({ status }) => isRunning(status)) ? pace(1_000) : pace(10_000)),
  })
}
