import { useDeployService } from '@/api/deployments/deploy-service'
import { ApiError } from '@/api/problem'
import { useDeployProject } from '@/api/projects/deploy-project'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { waitingChanges } from '@/status/changes'

export interface DeployChanges {
  /** Those that run with other settings than the saved ones. */
  changed: readonly Service[]
  /** Those and what never ran and could. */
  all: readonly Service[]
  /** How many settings wait. */
  total: number
  isPending: boolean
  error: Error | null
  deploy: () => Promise<void>
}

/** What a deployment of the whole project would do, and the deployment. */
export function useDeployChanges(project: Project): DeployChanges {
  const whole = useDeployProject()
  const one = useDeployService()
  const services = (project.services ?? []).filter((service) => !service.deleting)
  const changed = services.filter((service) => waitingChanges(service).length > 0)
  const fresh = services.filter(({ status, git_source, current_deployment_id: current, latest_deployment: latest }) => status === 'ready' && git_source?.url != null && current === null && latest === null)
  const all = [...changed, ...fresh]
  const deploy = async () => {
    try {
      await whole.mutateAsync({ projectId: project.id })
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) return
      // A server that cannot deploy a project deploys its services, one after the other.
      whole.reset()
      for (const { id, project_id } of all) await one.mutateAsync({ serviceId: id, projectId: project_id }).catch(() => {})
    }
  }
  return {
    changed,
    all,
    total: changed.reduce((sum, service) => sum + waitingChanges(service).length, 0),
    isPending: whole.isPending || one.isPending,
    error: whole.error ?? one.error,
    deploy,
  }
}
