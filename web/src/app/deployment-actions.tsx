import { GitCompareArrows, Rocket, Undo2, X } from 'lucide-react'
import { useLocation } from 'wouter'
import { whyNotDeploy } from './use-service-actions'
import { useCancelDeployment } from '@/api/deployments/cancel-deployment'
import { useDeployService } from '@/api/deployments/deploy-service'
import { isRunning, type Deployment } from '@/api/deployment'
import type { Service } from '@/api/service'
import { routes } from '@/lib/routes'
import { Button } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'
import { cx } from '@/lib/cx'

interface DeploymentActionsProps {
  deployment: Deployment
  service: Service | null
  /** Its release is kept and does not run. */
  canGoBack: boolean
  comparing: boolean
  onCompare: () => void
  onGoBack: () => void
}

/** What can be done from a deployment's page; "Deploy again" stands in the failure where there is one. */
export function DeploymentActions({ deployment, service, canGoBack, comparing, onCompare, onGoBack }: DeploymentActionsProps) {
  return (
    <div className={cx(text.lineUp, text.wrap)}>
      {service && <Button icon={GitCompareArrows} label="Compare" aria-pressed={comparing} onClick={onCompare} />}
      {canGoBack && <Button icon={Undo2} needs="developer" label={`Roll back to ${deployment.number}`} onClick={onGoBack} />}
      {isRunning(deployment.status) ? <Cancel id={deployment.id} /> : deployment.status !== 'failed' && <DeployAgain deployment={deployment} service={service} />}
    </div>
  )
}

export function DeployAgain({ deployment, service }: { deployment: Deployment; service: Service | null }) {
  const deploy = useDeployService()
  const [, navigate] = useLocation()
  if (!service) return null
  const start = () =>
    deploy.mutate({ serviceId: deployment.service_id, projectId: service.project_id }, { onSuccess: ({ id }) => navigate(routes.deployment(id)) })
  return (
    <>
      <Button dense={deployment.status === 'failed'} icon={Rocket} needs="developer" label="Deploy again" busy={deploy.isPending} why={whyNotDeploy(service)} onClick={start} />
      {deploy.error && <ProblemNote error={deploy.error} title={`${service.name} was not deployed`} />}
    </>
  )
}

function Cancel({ id }: { id: string }) {
  const cancel = useCancelDeployment()
  return (
    <>
      <Button icon={X} needs="developer" label="Cancel" busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id })} />
      {cancel.error && <ProblemNote error={cancel.error} title="It was not cancelled" />}
    </>
  )
}
