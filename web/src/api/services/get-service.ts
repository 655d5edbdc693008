import { useQuery } from '@tanstack/react-query'
import { call, callTagged } from '../http'
import { keys } from '../keys'
import { pace } from '../live'
import { Service } from '../service'

export function getService(id: string, signal?: AbortSignal) {
  return call(Service, `/services/${id}`, { signal })
}

/** With the version that a change can be made on. */
export function getTaggedService(id: string) {
  return callTagged(Service, `/services/${id}`)
}

export function useService(id: string | undefined) {
  return useQuery({
    queryKey: keys.service(id ?? ''),
    queryFn: ({ signal }) => getService(id ?? '', signal),
    enabled: id !== undefined,
    refetchInterval: () => pace(5_000),
  })
}
