import type { ReactNode } from 'react'
import { ScrollText, X } from 'lucide-react'
import { DeploymentState, isCrashed, took } from './deployment-state'
import { Failure, Seen, ServiceFailure } from './failure'
import { Steps } from './steps'
import styles from './now.module.css'
import { useCancelDeployment } from '@/api/deployments/cancel-deployment'
import { useDeployment } from '@/api/deployments/get-deployment'
import { isRunning, type Deployment } from '@/api/deployment'
import type { Service } from '@/api/service'
import { clock } from '@/lib/time'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { ProblemNote } from '@/ui/problem-note'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

interface NowProps {
  service: Service
  /** The number of the deployment that serves, if that is known. */
  serving: number | null
  deploy: ReactNode
  onLog: () => void
}

/** The latest deployment of a service: its steps while it runs, its reason when it failed. */
export function Now({ service, serving, deploy, onLog }: NowProps) {
  const latest = service.latest_deployment
  const { data } = useDeployment(latest?.id)
  // Whichever is newer: the project is asked for more often than a deployment that has ended.
  const deployment = data && (!latest || isRunning(latest.status) || !isRunning(data.status)) ? data : latest
  if (!deployment)
    return (
      <div className={card.card}>
        <Empty act={deploy}>{service.name} was never deployed.</Empty>
      </div>
    )
  const running = isRunning(deployment.status)
  const crashed = isCrashed(deployment, service)
  return (
    <>
      <div className={text.lineUp}>
        <h3>{running ? 'Now' : 'Last deployment'}</h3>
        <span className={cx(text.faint, text.number)}>{deployment.number}</span>
        {running && <CancelButton deployment={deployment} />}
      </div>
      {service.failure && <ServiceFailure failure={service.failure} />}
      {deployment.status === 'failed' && (
        <Failure deployment={deployment} serving={serving} acts={<Button dense icon={ScrollText} label="Show log" onClick={onLog} />} />
      )}
      {deployment.status === 'failed' && <Seen evidence={deployment.evidence} />}
      {crashed && <Seen evidence={deployment.evidence} wasLive />}
      <section className={card.card}>
        <header>
          <DeploymentState deployment={deployment} crashed={crashed} />
          <span className={cx(text.faint, text.small, text.number)}>{running ? usual(deployment) : took(deployment)}</span>
          {deployment.status !== 'failed' && <Button dense kind="quiet" className={cx(text.right, styles.log)} label="Open log" onClick={onLog} />}
        </header>
        <Steps deployment={deployment} />
      </section>
      {running && serving !== null && (
        <p className={cx(text.small, text.faint)}>
          Deployment {serving} keeps serving until {deployment.number} is healthy.
        </p>
      )}
    </>
  )
}

function CancelButton({ deployment }: { deployment: Deployment }) {
  const cancel = useCancelDeployment()
  return (
    <span className={cx(text.right, text.lineUp)}>
      {cancel.error && <ProblemNote error={cancel.error} title="It was not cancelled" />}
      <Button dense icon={X} needs="developer" label="Cancel" busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id: deployment.id })} />
    </span>
  )
}

function usual(deployment: Deployment): string | null {
  return deployment.usual_duration === null ? null : `of about ${clock(deployment.usual_duration * 1_000)}`
}
