import { isRunning } from '@/api/deployment'
import type { PendingChange, Service } from '@/api/service'
import { changedCount } from './node-state'
import { sentenceCase } from '@/lib/words'

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

/**
 * The changes that wait for somebody to deploy them: not those of a node that never ran, nor what a deployment under way has taken along.
 */
export function waitingChanges(service: Service): readonly PendingChange[] {
  if (changedCount(service) === 0) return []
  const latest = service.latest_deployment
  const taken = latest !== null && isRunning(latest.status) && service.updated_at !== null && latest.created_at >= service.updated_at
  return taken ? [] : (service.pending_changes ?? [])
}

/** How many saved changes of a tab wait for a deployment. */
export function changesIn(service: Service, part: string): number {
  if (changedCount(service) === 0) return 0
  return (service.pending_changes ?? []).filter((change) => partOf(change) === part).length
}

const labels: Record<string, string> = {
  'git_source.url': 'Repository address',
  'git_source.branch': 'Branch, tag or commit',
  'git_source.root_dir': 'Root directory',
  install_command: 'Install command',
  build_command: 'Build command',
  start_command: 'Start command',
  pre_deploy_command: 'Command before deployment',
  output_dir: 'Directory to serve',
  instance_size: 'Size',
  instance_count: 'Instances',
  port: 'Port',
  health_check_path: 'Health check path',
  builder: 'Builder',
}

/** The changes of a service's variables, by their names. */
export function variableChanges(service: Service): ReadonlyMap<string, PendingChange> {
  if (changedCount(service) === 0) return new Map()
  return new Map((service.pending_changes ?? []).flatMap((change) => (variableOf(change.field) === null ? [] : [[variableOf(change.field) ?? '', change]])))
}

const hidden = '****'

/** What a change is about, as the panel calls it. */
export function changeLabel({ field }: PendingChange): string {
  return variableOf(field) ?? labels[field] ?? sentenceCase(field)
}

/** A value of a change in words; null where it is secret, or none is told. */
export function valueWords(change: PendingChange, side: 'old' | 'new'): string | null {
  const value = change[side]
  if (value === undefined || value === hidden) return null
  if (value === null && variableOf(change.field) !== null) return 'not set'
  if (value === null || value === '') return change.field === 'port' ? 'no port' : 'default'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
