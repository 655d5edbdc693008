import { isRunning } from '@/api/deployment'
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
  const services = (project.services ?? []).filter((service) => !service.deleting)
  const changed = services.filter((service) => waitingChanges(service).length > 0)
  const fresh = services.filter(({ git_source, current_deployment_id: current, latest_deployment: latest }) => git_source?.url != null && current === null && !(latest && isRunning(latest.status)))
  const all = [...changed, ...fresh]
  const deploy = async () => {
    // What was refused is said in the bar.
    await whole.mutateAsync({ projectId: project.id }).catch(() => {})
  }
  return {
    changed,
    all,
    total: changed.reduce((sum, service) => sum + waitingChanges(service).length, 0),
    isPending: whole.isPending,
    error: whole.error,
    deploy,
  }
}
