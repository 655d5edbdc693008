import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Deployment } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'
import { uniqueKey } from '@/lib/unique'

export function deployService({ serviceId }: { serviceId: string; projectId: string }) {
  return call(Deployment, `/services/${serviceId}/deploy`, { method: 'POST', body: {}, idempotencyKey: uniqueKey() })
}

export function useDeployService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: deployService,
    onSuccess: async (deployment, { serviceId, projectId }) => {
      cache.setQueryData(keys.deployment(deployment.id), deployment)
      await Promise.all([cache.invalidateQueries({ queryKey: keys.project(projectId) }), cache.invalidateQueries({ queryKey: keys.deployments(serviceId) })])
    },
  })
}
