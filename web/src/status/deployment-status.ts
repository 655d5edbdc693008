import type { DeploymentStatus } from '@/api/deployment'

/** The word of a deployment's state, as a node's foot and the history say it. */
export function wordOf(status: DeploymentStatus): string {
  switch (status) {
    case 'queued':
      return 'Queued'
    case 'provisioning':
      return 'Provisioning'
    case 'building':
      return 'Building'
    case 'pushing':
      return 'Pushing'
    case 'deploying':
      return 'Starting'
    case 'checking':
      return 'Checking health'
    case 'live':
      return 'Live'
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
    case 'superseded':
      return 'Superseded'
  }
}
