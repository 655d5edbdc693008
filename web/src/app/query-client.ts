import { QueryClient } from '@tanstack/react-query'
import { asApiError } from '@/api/problem'

/** Reads are repeated while the server is out of reach or failing; a refusal is an answer. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) => failures < 3 && asApiError(error).passing,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}
