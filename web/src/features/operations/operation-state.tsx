import { labelOf } from './history'
import { isOver, type CurrentStep, type Operation } from '@/api/operations/operation'
import type { NodeStatus } from '@/api/service'
import { duration, spanOf, wholeMoment } from '@/lib/time'
import { sentenceCase } from '@/lib/words'
import { Clock } from '@/ui/clock'
import { StateLabel } from '@/ui/state-label'

const states: Record<string, readonly [tone: NodeStatus, word: string] | undefined> = {
  pending: ['deploying', 'Waits for its turn'],
  running: ['deploying', 'Running'],
  completed: ['live', 'Done'],
  live: ['live', 'Done, live'],
  failed: ['failed', 'Failed'],
  cancelled: ['stopped', 'Cancelled'],
  superseded: ['stopped', 'Superseded'],
  terminated: ['stopped', 'Terminated'],
}

/** What the list can be narrowed to. */
export const filterStates: readonly string[] = ['running', 'live', 'completed', 'failed', 'cancelled', 'superseded', 'terminated']

/** Empty: any state, also where a link says what is none. */
export function readState(said: string | null): string {
  return said !== null && Object.hasOwn(states, said) ? said : ''
}

export function stateWord(status: string): string {
  return states[status]?.[1] ?? sentenceCase(status)
}

export function stateTone(status: string): NodeStatus {
  return states[status]?.[0] ?? 'stopped'
}

export function OperationState({ operation }: { operation: Operation }) {
  return (
    <StateLabel status={stateTone(operation.status)}>
      {stateWord(operation.status)} {operation.status === 'running' && <Clock since={operation.started_at} />}
    </StateLabel>
  )
}

/** Whoever follows another one looks again and again whether it may begin. */
export function isTurn(step: CurrentStep | null): boolean {
  return step?.name === 'ClaimService' && step.until !== null
}

/** What one that runs is at, and until when it waits there. */
export function AtStep({ step }: { step: CurrentStep | null }) {
  if (step === null) return null
  if (isTurn(step)) return 'Waits for its turn at the service'
  return (
    <>
      {labelOf(step)}
      {step.attempt > 1 && `, attempt ${step.attempt}`}
      {step.until !== null && (
        <>
          , again at <time dateTime={step.until}>{wholeMoment(step.until)}</time>
        </>
      )}
    </>
  )
}

/** What it took, once it is over. */
export function operationTook(operation: Operation): string | null {
  const span = isOver(operation) && operation.finished_at !== null ? spanOf(operation.started_at, operation.finished_at, 0) : null
  return span === null ? null : duration(span)
}
