import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as v from 'valibot'
import { Deployment } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'
import { uniqueKey } from '@/lib/unique'

const Candidates = v.object({ items: v.array(v.object({ id: v.string() })) })

/** The ids of deployments whose release is kept: what can be gone back to without a build. None where the server cannot. */
export function useRollbackCandidates(serviceId: string): ReadonlySet<string> {
  const { data } = useQuery({
    queryKey: keys.candidates(serviceId),
    queryFn: ({ signal }) => call(Candidates, `/services/${serviceId}/rollback-candidates`, { signal }),
    select: ({ items }) => new Set(items.map(({ id }) => id)),
    retry: false,
  })
  return data ?? none
}

const none: ReadonlySet<string> = new Set()

export function rollBack({ serviceId, deploymentId }: { serviceId: string; deploymentId: string }) {
  return call(Deployment, `/services/${serviceId}/rollback/${deploymentId}`, { method: 'POST', body: {}, idempotencyKey: uniqueKey() })
}

export function useRollBack() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: rollBack,
    onSuccess: async (deployment, { serviceId }) => {
      cache.setQueryData(keys.deployment(deployment.id), deployment)
      await Promise.all([cache.invalidateQueries({ queryKey: keys.projects }), cache.invalidateQueries({ queryKey: keys.deployments(serviceId) })])
    },
  })
}
