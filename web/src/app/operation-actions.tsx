import { RotateCw, Undo2, X } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import shell from './shell.module.css'
import { useCancelOperation } from '@/api/operations/cancel-operation'
import { isLeft, isOver, type OperationDetail } from '@/api/operations/operation'
import { useRetryOperation } from '@/api/operations/retry-operation'
import { asApiError } from '@/api/problem'
import type { Place } from '@/api/projects/find-places'
import { asTold, labelOf } from '@/features/operations/history'
import { cx } from '@/lib/cx'
import { panelQuery, routes } from '@/lib/routes'
import { Button } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

/** What can be done about an operation: a deployment that runs is cancelled, one that failed is tried again, one that was ended from outside is undone. */
export function OperationActions({ operation, place }: { operation: OperationDetail; place: Place | null }) {
  const retry = useRetryOperation()
  const cancel = useCancelOperation()
  const [, navigate] = useLocation()
  const error = retry.error ?? cancel.error
  return (
    <>
      <div className={cx(text.lineUp, text.wrap)}>
      {operation.status === 'failed' && (
        <Button
          kind="primary"
          needs="developer"
          icon={RotateCw}
          label={retryWords(operation)}
          busy={retry.isPending}
          onClick={() => retry.mutate(operation.id, { onSuccess: ({ id }) => navigate(routes.operation(id)) })}
        />
      )}
      {operation.kind === 'deploy' && !isOver(operation) && (
        <Button icon={X} needs="developer" label="Cancel" busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate(operation.id)} />
      )}
      {isLeft(operation) && (
        <Button kind={operation.status === 'failed' ? 'plain' : 'primary'} icon={Undo2} needs="developer" label="Undo what it left" busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate(operation.id)} />
      )}
      </div>
      {isLeft(operation) && (
        <p className={cx(shell.below, text.soft)} role="status">
          {cancel.isPending || cancel.isSuccess ? 'Waits until its steps have ended, then undoes what they left: about 15 s.' : leftWords(operation)}
        </p>
      )}
      {error && (
        <div className={shell.below}>
          <ProblemNote error={error} title={retry.error ? 'It was not tried again' : isLeft(operation) ? 'It was not undone' : 'It was not cancelled'} acts={isPassed(error) && <ToService operation={operation} place={place} />} />
        </div>
      )}
    </>
  )
}

/** Something newer took its place: what can be done is done from the service. */
function isPassed(error: unknown): boolean {
  return asApiError(error).code === 'moved_on'
}

function ToService({ operation, place }: { operation: OperationDetail; place: Place | null }) {
  if (!place?.service) return null
  return <Link href={routes.project(place.slug) + panelQuery(operation.object.id, 'deploy')}>Open {place.service}</Link>
}

function leftWords({ status }: OperationDetail): string {
  return status === 'failed'
    ? 'Its orchestration broke off, and it keeps its service. Try it again from where it stopped; or undo what it left, and its service is free again.'
    : 'Its orchestration was ended by an administrator, and undid nothing. What it left is undone when something else wants its service, or now.'
}

function retryWords({ kind, status, steps, finished_at }: OperationDetail): string {
  // One that ended as failed is undone; one whose orchestration failed has no end yet, and goes on.
  if (kind === 'deploy' && finished_at !== null) return 'Deploy once more'
  const failed = (steps ?? []).map((step) => asTold(step, status)).findLast((step) => step.status === 'failed')
  return failed ? `Retry from ${labelOf(failed).toLowerCase()}` : 'Retry'
}
