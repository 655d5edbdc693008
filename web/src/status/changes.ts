import type { PendingChange, Service } from '@/api/service'
import { changedCount } from './node-state'

type Part = 'source' | 'instance' | 'variables'

const instanceFields = new Set(['name', 'instance_size', 'instance_count', 'port', 'health_check_path', 'pre_deploy_command'])

/** The tab of a service's panel that a change is made in. */
export function partOf({ field }: PendingChange): Part {
  if (variableOf(field) !== null) return 'variables'
  return instanceFields.has(field) ? 'instance' : 'source'
}

/** The name of a variable that a change is about. */
export function variableOf(field: string): string | null {
  return /^(?:env|variables)\.(.+)$/.exec(field)?.[1] ?? null
}

/** How many saved changes of a tab wait for a deployment. */
export function changesIn(service: Service, part: string): number {
  if (changedCount(service) === 0) return 0
  return (service.pending_changes ?? []).filter((change) => partOf(change) === part).length
}
