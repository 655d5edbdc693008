import { isRunning, type Deployment } from '@/api/deployment'
import type { NodeStatus, Service } from '@/api/service'
import { wordOf } from './deployment-status'
import { currentStep, progress, stepVerb } from './steps'

/** A failure in one line; its own words where they say that something failed. */
export function failureLine(word: string, reason: string | null): string {
  if (reason === null) return word
  return /\bfail/i.test(reason) ? reason : `${word}: ${reason}`
}

/** What a node's foot says: the state's word, a running clock's start, the reason beside it. */
export interface NodeState {
  status: NodeStatus
  word: string
  /** Since when the clock beside the word runs. */
  since: string | null
  reason: string | null
  progress: { step: number; of: number } | null
}

export function nodeState(service: Service): NodeState {
  const still = { status: service.status, since: null, reason: null, progress: null }
  const latest = service.latest_deployment
  if (service.deleting) return { ...still, status: 'stopped', word: 'Deleting' }
  const doing = commandWords[service.operation?.kind ?? '']
  if (doing !== undefined) return { ...still, status: 'deploying', word: doing }
  switch (service.status) {
    case 'not_configured':
      return { ...still, word: 'Not configured' }
    case 'ready':
      return { ...still, word: latest?.status === 'cancelled' ? 'Ready, last deploy cancelled' : 'Ready' }
    case 'deploying':
      return latest && isRunning(latest.status) ? { status: 'deploying', ...moving(latest) } : { ...still, word: 'Deploying' }
    case 'live':
      return latest?.status === 'failed' ? { ...still, word: 'Live, last deploy failed', reason: latest.error?.message ?? null } : { ...still, word: 'Live' }
    case 'failed':
      return { ...still, word: 'Failed', reason: (service.failure ?? latest?.error)?.message ?? null }
    case 'stopped':
      return { ...still, word: 'Stopped' }
  }
}

const commandWords: Record<string, string | undefined> = { stop: 'Stopping', start: 'Starting', restart: 'Restarting' }

/** Word, clock and progress of a deployment that has not ended. */
export function moving(deployment: Deployment): Omit<NodeState, 'status'> {
  if (deployment.status === 'queued') {
    const ahead = deployment.waiting_for?.position
    return { word: ahead ? `Queued, ${ahead} ahead` : 'Queued', since: null, reason: deployment.waiting_for?.reason || null, progress: null }
  }
  const step = currentStep(deployment)
  return {
    word: stepVerb(step?.name ?? deployment.step ?? '') ?? wordOf(deployment.status),
    since: step?.started_at ?? deployment.step_started_at ?? deployment.started_at ?? deployment.created_at,
    reason: null,
    progress: progress(deployment),
  }
}

/** Something of it runs and has an address: a link to it leads somewhere. */
export function answers(service: Service): boolean {
  return service.status === 'live' || (service.status !== 'stopped' && service.current_deployment_id !== null)
}

/** The state of a whole project or list entry where no deployment is at hand. */
export function statusWord(status: NodeStatus): string {
  switch (status) {
    case 'not_configured':
      return 'Not configured'
    case 'ready':
      return 'Ready'
    case 'deploying':
      return 'Deploying'
    case 'live':
      return 'Live'
    case 'failed':
      return 'Failed'
    case 'stopped':
      return 'Stopped'
  }
}

/** The colour and icon of a deployment, in a node's terms. */
export function toneOf(deployment: Deployment): NodeStatus {
  if (isRunning(deployment.status)) return 'deploying'
  switch (deployment.status) {
    case 'live':
      return 'live'
    case 'failed':
      return 'failed'
    default:
      return 'stopped'
  }
}

/** The number of saved fields that wait for a deployment; a node that never ran has nothing to differ from. */
export function changedCount(service: Service): number {
  return service.current_deployment_id === null ? 0 : (service.pending_changes?.length ?? 0)
}
