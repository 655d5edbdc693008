import type { Deployment, Step } from '@/api/deployment'
import { millis, spanOf } from '@/lib/time'
import { sentenceCase } from '@/lib/words'

export type StepState = 'waits' | 'runs' | 'done' | 'failed' | 'skipped' | 'undone'

const states: Record<string, StepState> = {
  pending: 'waits', waiting: 'waits', queued: 'waits',
  running: 'runs', started: 'runs', active: 'runs', in_progress: 'runs', retrying: 'runs',
  done: 'done', completed: 'done', succeeded: 'done', success: 'done', finished: 'done', ok: 'done',
  failed: 'failed', error: 'failed', timed_out: 'failed',
  skipped: 'skipped', cancelled: 'skipped',
  undone: 'undone', compensated: 'undone',
}

/** The server's word where it is known, else what the times say. */
export function stepState(step: Step): StepState {
  const named = states[step.status.toLowerCase()]
  if (named) return named
  if (step.finished_at !== null) return step.error === null ? 'done' : 'failed'
  return step.started_at === null ? 'waits' : 'runs'
}

const labels: Record<string, string> = { health: 'Check health', check: 'Check health', checking: 'Check health', deploy: 'Start', release: 'Release', detect: 'Detect', clone: 'Clone' }

export function stepLabel(name: string): string {
  return labels[name.toLowerCase()] ?? sentenceCase(name)
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
