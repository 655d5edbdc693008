import type { Comparison, VariableChange } from '@/api/deployments/compare-deployments'
import type { Deployment } from '@/api/deployment'
import { changeLabel, valueWords } from '@/status/changes'
import { wordOf } from '@/status/deployment-status'

export interface ComparedRow {
  what: string
  /** The name of a variable. */
  code?: boolean
  was?: string
  is?: string
  /** One sentence about the two of them. */
  both?: string
  changed: boolean
}

/** What is different, in words: the build, each setting with both values, each variable by its name. */
export function comparedRows(comparison: Comparison, numberOf: (id: string) => number | null): ComparedRow[] {
  return [
    build(comparison, numberOf),
    ...settings(comparison.config),
    ...variableRows(comparison.variables),
  ]
}

function build({ from, to, image_changed }: Comparison, numberOf: (id: string) => number | null): ComparedRow {
  if (!image_changed) return { what: 'Build', both: 'The same', changed: false }
  const [was, is] = [built(from, numberOf), built(to, numberOf)]
  return was === own && is === own ? { what: 'Build', both: 'Each was built on its own', changed: true } : { what: 'Build', was, is, changed: true }
}

const own = 'Its own'

function built({ id, image }: Comparison['from'], numberOf: (id: string) => number | null): string {
  if (image === null || image === id) return own
  const number = numberOf(image)
  return number === null ? 'Of an earlier deployment' : `Of deployment ${number}`
}

function settings(config: Comparison['config']): ComparedRow[] {
  if (config === null) return [{ what: 'Settings', both: unknown, changed: false }]
  if (config.length === 0) return [{ what: 'Settings', both: 'The same', changed: false }]
  return config.map((change) => ({
    what: changeLabel(change),
    was: valueWords(change, 'old') ?? 'Not shown',
    is: valueWords(change, 'new') ?? 'Not shown',
    changed: true,
  }))
}

function variableRows(variables: Comparison['variables']): ComparedRow[] {
  if (variables === null) return [{ what: 'Variables', both: unknown, changed: false }]
  if (variables.length === 0) return [{ what: 'Variables', both: 'The same', changed: false }]
  return variables.map((change) => ({ what: change.key, code: true, ...valuesOf(change), changed: true }))
}

const unknown = 'Not known of one of them: it was never begun'

/** Values are never shown; whether they are the same is. */
function valuesOf({ kind }: VariableChange): { was: string; is: string } {
  switch (kind) {
    case 'added':
      return { was: 'Not set', is: 'Set' }
    case 'changed':
      return { was: 'Set', is: 'Another value' }
    case 'removed':
      return { was: 'Set', is: 'Not set' }
  }
}

/** What serves, or, for the one that serves, the deployment before it. */
export function otherToCompare(deployment: Deployment, others: readonly Deployment[], serving: string | null): string | null {
  const isServing = others.find(({ id }) => id === serving)
  const before = others.filter(({ number }) => number < deployment.number).toSorted((a, b) => b.number - a.number)
  return (isServing ?? before.find(({ status }) => status === 'live') ?? before[0] ?? others[0])?.id ?? null
}

/** An older one that is not known here has the number 0. */
export function earlierFirst(one: { id: string; number: number }, other: { id: string; number: number }): [string, string] {
  return one.number < other.number ? [one.id, other.id] : [other.id, one.id]
}

/** `44, serves now, c07d915 Move sessions to cache` */
export function deploymentLabel({ id, number, status, commit_sha, commit_message }: Deployment, serving: string | null): string {
  const state = id === serving ? 'serves now' : status === 'live' ? 'was live' : wordOf(status).toLowerCase()
  const commit = [commit_sha?.slice(0, 7), commit_message?.split('\n')[0]].filter(Boolean).join(' ')
  return [number, state, commit].filter(Boolean).join(', ')
}
