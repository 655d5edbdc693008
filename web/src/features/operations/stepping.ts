import type { OperationStep } from '@/api/operations/operation'
import { duration, millis, preciseMoment, spanOf } from '@/lib/time'

/** Something that happened: a step began, or it ended. What was told to an operation only happens. */
export interface Point {
  at: number
  /** The place of its step in the history. */
  step: number
  ended: boolean
}

export function pointsOf(steps: readonly OperationStep[]): Point[] {
  const points = steps.flatMap(({ kind, started_at, finished_at }, step): Point[] => [
    ...(started_at === null || kind === 'event' ? [] : [{ at: millis(started_at), step, ended: false }]),
    ...(finished_at === null ? [] : [{ at: millis(finished_at), step, ended: true }]),
  ])
  return points.sort((one, other) => one.at - other.at || one.step - other.step || Number(one.ended) - Number(other.ended))
}

/** What no one could know yet. */
export const later = 'later'

/** The steps as they were known when the points up to this one had happened. */
export function stepsAt(steps: readonly OperationStep[], points: readonly Point[], point: number): OperationStep[] {
  const begun = new Set<number>()
  const ended = new Set<number>()
  for (const { step, ended: isEnd } of points.slice(0, point + 1)) (isEnd ? ended : begun).add(step)
  return steps.map((step, index) => {
    if (ended.has(index)) return step
    if (!begun.has(index)) return { ...step, status: later }
    return { ...step, status: step.kind === 'timer' ? 'waiting' : 'running', finished_at: null, output: undefined, error: null }
  })
}

/** A look at something that takes longer than one look does: the next run goes on with it. */
export function goesOn({ output }: OperationStep): boolean {
  return typeof output === 'object' && output !== null && 'Running' in output && output.Running === true
}

/** What an orchestration said of itself. */
export interface Told {
  value: unknown
}

/** What it had last said of itself by then. */
export function toldAt(statuses: readonly { at: string; value?: unknown }[], at: number): Told | null {
  const last = statuses.findLast((status) => millis(status.at) <= at)
  return last?.value === undefined || last.value === null ? null : { value: last.value }
}

export function happened(step: OperationStep, { ended }: Point, label: string): string {
  if (step.kind === 'event') return label
  if (step.kind === 'timer') return ended ? 'The wait was over' : waits(step)
  if (!ended) return `${label} began${step.attempt > 1 ? `, attempt ${step.attempt}` : ''}`
  const took = step.started_at === null || step.finished_at === null ? '' : ` after ${duration(spanOf(step.started_at, step.finished_at, 0) ?? 0)}`
  return `${label} ${step.status === 'failed' ? 'failed' : step.status === 'terminated' || step.status === 'cancelled' ? `was ${step.status}` : goesOn(step) ? 'went on' : 'was done'}${took}`
}

/** What an operation that does nothing waits for. */
export function waits({ until }: OperationStep): string {
  return until === null ? 'Waits' : `Waits until ${preciseMoment(until).slice(0, 8)}`
}
