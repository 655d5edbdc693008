import { CircleStop } from 'lucide-react'
import { Link, useLocation, useSearch } from 'wouter'
import { Crumbs } from './crumbs'
import { OperationActions } from './operation-actions'
import { Shell } from './shell'
import shell from './shell.module.css'
import { useDeployment } from '@/api/deployments/get-deployment'
import { useOperation } from '@/api/operations/get-operation'
import { isOver, type Operation, type OperationDetail } from '@/api/operations/operation'
import { usePlaces } from '@/api/projects/find-places'
import { useProjectService } from '@/api/projects/get-project'
import { endReason, OperationJson } from '@/features/operations/operation-json'
import { AtStep, isTurn, OperationState, operationTook } from '@/features/operations/operation-state'
import { About, objectName } from '@/features/operations/operation-table'
import { waits } from '@/features/operations/stepping'
import { TraceId } from '@/features/operations/trace-id'
import { Waterfall } from '@/features/operations/waterfall'
import { cx } from '@/lib/cx'
import { readStep, routes, stepQuery } from '@/lib/routes'
import { date, preciseMoment, wholeDate } from '@/lib/time'
import { useTitle } from '@/lib/use-title'
import { sentenceCase, shortId } from '@/lib/words'
import { CopyButton } from '@/ui/copy-button'
import { FailureNote, Note } from '@/ui/note'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

export function OperationPage({ id }: { id: string }) {
  const { data, error, refetch } = useOperation(id)
  const point = readStep(useSearch())
  const [, navigate] = useLocation()
  const placeOf = usePlaces(data?.project_id ? [data.project_id] : [])
  const place = data ? placeOf(data.project_id, data.object.id) : null
  // A failure that was expected is a value of some step: the deployment has it in words.
  const deployment = useDeployment(data?.kind === 'deploy' && (data.status === 'failed' || !isOver(data)) ? id : null).data
  const failed = data?.status === 'failed' ? deployment : undefined
  const reason = data ? endReason(data) : null
  const title = data ? `${sentenceCase(data.kind)} ${objectName(data, place)}` : 'Operation'
  useTitle(title)
  return (
    <Shell open section="operations" bar={<Crumbs trail={[{ label: 'Operations', href: routes.operations }, { label: title }]} />}>
      <div className={shell.sheet}>
        {data ? (
          <>
            <div className={cx(text.lineUp, text.wrap)}>
              <div className={shell.what}>
                <h1>{title}</h1>
                <p className={cx(text.lineUp, text.wrap)}>
                  <OperationState operation={data} />
                  <Now operation={data} reason={deployment?.waiting_for?.reason} />
                  {data.project_id !== null && !isOver(data) && (deployment?.waiting_for || isTurn(data.current_step)) && <WaitsFor operation={data} project={data.project_id} />}
                  {isUndone(data) && <span className={text.soft}>What it had done was undone</span>}
                  <span className={cx(text.soft, text.number)} title={wholeDate(data.started_at)}>
                    {times(data)}
                  </span>
                  <About operation={data} place={place} />
                  {data.kind === 'deploy' && <Link href={routes.deployment(data.id)}>Show the deployment</Link>}
                  <span className={text.lineUp}>
                    <code className={text.faint} title={data.id}>
                      {shortId(data.id)}
                    </code>
                    <CopyButton text={JSON.stringify(data, null, 2)} label="Copy all of it as JSON" />
                  </span>
                  <TraceId id={data.trace_id} />
                </p>
              </div>
              <OperationActions operation={data} place={place} />
            </div>
            {error && <ProblemNote error={error} title="This is how it was: it cannot be read any more" onRetry={() => void refetch()} />}
            {failed?.error && (
              <FailureNote title={failed.error.message} request={failed.error.code}>
                {failed.error.fix && <p>{failed.error.fix}</p>}
                <Link href={routes.deployment(failed.id)}>What the deployment wrote</Link>
              </FailureNote>
            )}
            {reason !== null && (
              <Note state="stopped" icon={CircleStop} title="The reason that was given for its end">
                <p>{reason}</p>
              </Note>
            )}
            {data.error && <FailureNote title="It broke">{data.error}</FailureNote>}
            <section className={card.card} aria-label="Steps">
              {(data.steps ?? []).length === 0 ? (
                <p className={card.body}>{isOver(data) ? 'Its steps are not kept any more.' : 'It has not begun its first step.'}</p>
              ) : (
                <Waterfall operation={data} point={point === null ? null : point - 1} onPoint={(to) => navigate(routes.operation(id) + stepQuery(to === null ? null : to + 1), { replace: true })} />
              )}
            </section>
            <OperationJson operation={data} />
          </>
        ) : error ? (
          <ProblemNote error={error} title="The operation cannot be shown" acts={<Link href={routes.operations}>All operations</Link>} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </Shell>
  )
}

/** What it does or waits for, and until when. */
function Now({ operation, reason }: { operation: OperationDetail; reason: string | undefined }) {
  if (isOver(operation)) return null
  const last = operation.steps?.at(-1)
  const waiting = last?.kind === 'timer' && last.finished_at === null ? waits(last) : null
  const said = typeof operation.custom_status === 'string' ? operation.custom_status : null
  if (waiting !== null) return <span className={text.soft}>{reason ?? (said === null ? waiting : `${said}. ${waiting}`)}</span>
  return <span className={text.soft}>{reason ?? (operation.current_step ? <AtStep step={operation.current_step} /> : said)}</span>
}

/** What has the service while it waits for that. */
function WaitsFor({ operation, project }: { operation: Operation; project: string }) {
  const other = useProjectService(project, operation.object.id)?.operation
  if (!other?.id || other.id === operation.id) return null
  return <Link href={routes.operation(other.id)}>Show the {other.kind} it waits for</Link>
}

function isUndone({ status, steps }: OperationDetail): boolean {
  const undos = (steps ?? []).filter(({ undo }) => undo)
  return (status === 'failed' || status === 'cancelled') && undos.length > 0 && undos.every((step) => step.status === 'completed')
}

function times(operation: OperationDetail): string {
  const from = `${date(operation.started_at)}, ${preciseMoment(operation.started_at).slice(0, 8)}`
  const took = operationTook(operation)
  return took === null || operation.finished_at === null ? `started ${from}` : `${from} to ${preciseMoment(operation.finished_at).slice(0, 8)}, ${took}`
}
