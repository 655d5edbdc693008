import type { Deployment, Step } from '@/api/deployment'
import { millis, spanOf } from '@/lib/time'
import { sentenceCase } from '@/lib/words'

export type StepState = 'waits' | 'runs' | 'done' | 'failed' | 'skipped' | 'undone'

const states: Record<string, StepState> = {
  pending: 'waits',
  waiting: 'waits',
  queued: 'waits',
  running: 'runs',
  started: 'runs',
  active: 'runs',
  in_progress: 'runs',
  retrying: 'runs',
  done: 'done',
  completed: 'done',
  succeeded: 'done',
  success: 'done',
  finished: 'done',
  ok: 'done',
  failed: 'failed',
  error: 'failed',
  timed_out: 'failed',
  skipped: 'skipped',
  cancelled: 'skipped',
  undone: 'undone',
  compensated: 'undone',
}

/** The server's word where it is known, else what the times say. */
export function stepState(step: Step): StepState {
  const named = states[step.status.toLowerCase()]
  if (named) return named
  if (step.finished_at !== null) return step.error === null ? 'done' : 'failed'
  return step.started_at === null ? 'waits' : 'runs'
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
  switch: { label: 'Switch traffic', verb: 'Switching traffic', noun: 'switching traffic' },
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

export function stepFault(step: Step): string | null {
  if (step.error === null) return null
  return typeof step.error === 'string' ? step.error : step.error.message
}

/** The step that the state's word and clock are about: the latest that runs. */
export function currentStep(deployment: Deployment): Step | null {
  const running = (deployment.steps ?? []).filter((step) => stepState(step) === 'runs' && step.started_at !== null)
  return running.toSorted((a, b) => millis(b.started_at ?? 0) - millis(a.started_at ?? 0))[0] ?? null
}

/** How far a deployment is: the step that runs, counted from one, of all; null when steps are not known. */
export function progress(deployment: Deployment): { step: number; of: number } | null {
  const steps = deployment.steps ?? []
  if (steps.length === 0) return null
  const ended = steps.filter((step) => ['done', 'skipped'].includes(stepState(step))).length
  return { step: Math.min(steps.length, ended + 1), of: steps.length }
}
