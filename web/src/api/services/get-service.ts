import { useQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { Service } from '../service'

export function getService(id: string, signal?: AbortSignal) {
  return call(Service, `/services/${id}`, { signal })
}

export function useService(id: string | undefined) {
  return useQuery({
    queryKey: keys.service(id ?? ''),
    queryFn: ({ signal }) => getService(id ?? '', signal),
    enabled: id !== undefined,
    refetchInterval: 5_000,
  })
}
