import { isRunning, type Deployment, type Step } from '@/api/deployment'
import { millis, spanOf } from '@/lib/time'
import { sentenceCase } from '@/lib/words'

export type StepState = 'waits' | 'runs' | 'done' | 'failed' | 'cancelled'

/** The server's word where it is known, else what the times say. */
export function stepState(step: Step): StepState {
  switch (step.status) {
    case 'running':
      return 'runs'
    case 'done':
    case 'failed':
    case 'cancelled':
      return step.status
  }
  if (step.finished_at !== null) return step.error === null ? 'done' : 'failed'
  return step.started_at === null ? 'waits' : 'runs'
}

/** The steps of every deployment, in the order that they are begun. */
const order = ['provision', 'clone', 'detect', 'build', 'deploy', 'health']

/** The steps that were begun, and, while a deployment runs, those that come. */
export function stepsOf(deployment: Deployment): Step[] {
  const begun = deployment.steps ?? []
  const coming = isRunning(deployment.status) ? order.filter((name) => begun.every((step) => step.name !== name)) : []
  const all = [...begun, ...coming.map((name) => ({ name, status: '', started_at: null, finished_at: null, attempt: 1, error: null }))]
  return all.toSorted((a, b) => place(a.name) - place(b.name))
}

/** A step that is not known comes last. */
function place(name: string): number {
  const at = order.indexOf(name)
  return at === -1 ? order.length : at
}

interface StepWords {
  /** In the list of steps. */
  label: string
  /** While it runs. */
  verb: string
  /** Where it failed. */
  noun: string
}

const healthWords: StepWords = { label: 'Check health', verb: 'Checking health', noun: 'the health check' }
const startWords: StepWords = { label: 'Start', verb: 'Starting', noun: 'the start' }

const words: Record<string, StepWords> = {
  provision: { label: 'Provision', verb: 'Provisioning', noun: 'provisioning' },
  clone: { label: 'Clone', verb: 'Cloning', noun: 'cloning' },
  detect: { label: 'Detect', verb: 'Detecting', noun: 'detection' },
  build: { label: 'Build', verb: 'Building', noun: 'the build' },
  push: { label: 'Push', verb: 'Pushing', noun: 'pushing' },
  deploy: startWords,
  start: startWords,
  health: healthWords,
  check: healthWords,
  route: { label: 'Switch traffic', verb: 'Switching traffic', noun: 'switching traffic' },
}

export function stepLabel(name: string): string {
  return words[name.toLowerCase()]?.label ?? sentenceCase(name)
}

export function stepNoun(name: string): string {
  return words[name.toLowerCase()]?.noun ?? sentenceCase(name).toLowerCase()
}

/** Null for a step that this page has no word for. */
export function stepVerb(name: string): string | null {
  return words[name.toLowerCase()]?.verb ?? null
}

export function stepDuration(step: Step, now: number): number | null {
  return spanOf(step.started_at, step.finished_at, now)
}

/** The step that the state's word and clock are about: the latest that runs. */
export function currentStep(deployment: Deployment): Step | null {
  const running = (deployment.steps ?? []).filter((step) => stepState(step) === 'runs' && step.started_at !== null)
  return running.toSorted((a, b) => millis(b.started_at ?? 0) - millis(a.started_at ?? 0))[0] ?? null
}

/** How far a deployment is: the step that runs, counted from one, of all; null before the first. */
export function progress(deployment: Deployment): { step: number; of: number } | null {
  const name = currentStep(deployment)?.name ?? deployment.step
  const at = order.indexOf(name ?? '')
  return at === -1 ? null : { step: at + 1, of: order.length }
}
