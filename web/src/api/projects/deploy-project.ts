import { useMutation, useQueryClient } from '@tanstack/react-query'
import * as v from 'valibot'
import { Deployment } from '../deployment'
import { call } from '../http'
import { keys } from '../keys'
import { uniqueKey } from '@/lib/unique'

const Answer = v.object({ deployments: v.array(Deployment) })

/** Every service with changes, those first that others need. */
export async function deployProject({ projectId }: { projectId: string }) {
  return (await call(Answer, `/projects/${projectId}/deploy`, { method: 'POST', body: {}, idempotencyKey: uniqueKey() })).deployments
}

export function useDeployProject() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: deployProject,
    onSuccess: async (deployments, { projectId }) => {
      for (const deployment of deployments) cache.setQueryData(keys.deployment(deployment.id), deployment)
      await Promise.all([
        cache.invalidateQueries({ queryKey: keys.project(projectId) }),
        ...deployments.map(({ service_id }) => cache.invalidateQueries({ queryKey: keys.deployments(service_id) })),
      ])
    },
  })
}
