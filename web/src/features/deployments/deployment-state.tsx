import { isRunning, type Deployment } from '@/api/deployment'
import type { Service } from '@/api/service'
import { duration, spanOf } from '@/lib/time'
import { stepNoun, stepState } from '@/status/steps'
import { moving, toneOf } from '@/status/node-state'
import { wordOf } from '@/status/deployment-status'
import { Clock } from '@/ui/clock'
import { StateLabel } from '@/ui/state-label'

/** "Building 1:12", "Failed at check health", "Superseded". `current` is false for what was live once, `crashed` true for what was live until it failed. */
export function DeploymentState({ deployment, current = true, crashed = false }: { deployment: Deployment; current?: boolean; crashed?: boolean }) {
  if (isRunning(deployment.status)) {
    const { word, since } = moving(deployment)
    return (
      <StateLabel status="deploying">
        {word} {since && <Clock since={since} />}
      </StateLabel>
    )
  }
  if (deployment.status === 'live' && crashed) return <StateLabel status="failed">Was live, then failed</StateLabel>
  if (deployment.status === 'live' && !current) return <StateLabel status="stopped">Was live</StateLabel>
  return <StateLabel status={toneOf(deployment)}>{deployment.status === 'failed' ? failedWords(deployment) : wordOf(deployment.status)}</StateLabel>
}

function failedWords(deployment: Deployment): string {
  const step = (deployment.steps ?? []).find((candidate) => stepState(candidate) === 'failed')
  return step ? `Failed at ${stepNoun(step.name)}` : 'Failed'
}

/** What the whole took, once it has ended. */
export function took(deployment: Deployment): string | null {
  if (deployment.finished_at === null) return null
  const span = spanOf(deployment.started_at ?? deployment.created_at, deployment.finished_at, 0)
  return span === null ? null : duration(span)
}

/** It went live, and its service failed later. */
export function isCrashed(deployment: Deployment, service: Service | null): boolean {
  return deployment.status === 'live' && service !== null && service.failure !== null && service.current_deployment_id === deployment.id
}
