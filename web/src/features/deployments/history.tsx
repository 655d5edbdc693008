import { useState } from 'react'
import { Undo2 } from 'lucide-react'
import { Link } from 'wouter'
import { DeploymentState, isCrashed, took } from './deployment-state'
import styles from './history.module.css'
import { RollBackDialog } from './roll-back-dialog'
import { useDeployments } from '@/api/deployments/list-deployments'
import { useRollbackCandidates } from '@/api/deployments/roll-back'
import type { Deployment } from '@/api/deployment'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { routes } from '@/lib/routes'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** Every deployment of a service, the newest first. */
export function History({ service }: { service: Service }) {
  const serviceId = service.id
  const candidates = useRollbackCandidates(serviceId)
  const [goingBack, goBack] = useState<Deployment | null>(null)
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeployments(serviceId)
  const deployments = data?.pages.flatMap((page) => page.items)
  if (error && !deployments) return <ProblemNote error={error} title="The history could not be read" onRetry={() => void refetch()} />
  if (isPending) return <Skeleton />
  if (!deployments || deployments.length === 0) return null
  return (
    <>
      <h3>History</h3>
      <ul className={cx(card.card, styles.rows)}>
        {deployments.map((deployment) => (
          <li key={deployment.id}>
            <Row deployment={deployment} current={deployment.id === service.current_deployment_id} crashed={isCrashed(deployment, service)} />
            {candidates.has(deployment.id) && deployment.id !== service.current_deployment_id && (
              <Button only dense kind="quiet" icon={Undo2} needs="developer" label={`Roll back to ${deployment.number}`} onClick={() => goBack(deployment)} />
            )}
          </li>
        ))}
      </ul>
      {goingBack && <RollBackDialog deployment={goingBack} name={service.name} onClose={() => goBack(null)} />}
      {hasNextPage && <Button dense label="Show older" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} />}
    </>
  )
}

function Row({ deployment, current, crashed }: { deployment: Deployment; current: boolean; crashed: boolean }) {
  const { commit_sha, commit_message, created_at } = deployment
  return (
    <Link href={routes.deployment(deployment.id)} className={styles.row}>
      <span className={text.lineUp}>
        <span className={cx(text.faint, text.number)}>{deployment.number}</span>
        <DeploymentState deployment={deployment} current={current} crashed={crashed} />
        <span className={cx(text.faint, text.small, text.number)}>{took(deployment)}</span>
      </span>
      <span className={cx(styles.commit, text.cut)}>
        {commit_sha && <code>{commit_sha.slice(0, 7)}</code>} {commit_message && `${commit_message.split('\n')[0]}, `}
        {trigger(deployment)}, <Ago at={created_at} />
      </span>
    </Link>
  )
}

/** How it came about, in the middle of a sentence. */
export function trigger({ triggered_by, commit_author }: Deployment): string {
  switch (triggered_by) {
    case 'webhook':
      return commit_author ? `push by ${commit_author}` : 'push'
    case 'rollback':
      return 'rolled back'
    case 'variables':
      return 'for new variables'
    default:
      return 'by hand'
  }
}
