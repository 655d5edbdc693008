import { Rocket, X } from 'lucide-react'
import { useLocation } from 'wouter'
import { Crumbs } from './crumbs'
import { Shell } from './shell'
import shell from './shell.module.css'
import styles from './deployment-page.module.css'
import { useCancelDeployment } from '@/api/deployments/cancel-deployment'
import { useDeployService } from '@/api/deployments/deploy-service'
import { useDeployment } from '@/api/deployments/get-deployment'
import { isRunning, type Deployment } from '@/api/deployment'
import { useProject } from '@/api/projects/get-project'
import { useService } from '@/api/services/get-service'
import type { Service } from '@/api/service'
import { DeploymentState, took } from '@/features/deployments/deployment-state'
import { Failure, Seen } from '@/features/deployments/failure'
import { trigger } from '@/features/deployments/history'
import { Steps } from '@/features/deployments/steps'
import { LogView } from '@/features/logs/log-view'
import { cx } from '@/lib/cx'
import { panelQuery, routes } from '@/lib/routes'
import { useTitle } from '@/lib/use-title'
import { sentenceCase } from '@/lib/words'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import { Tile } from '@/ui/tile'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

export function DeploymentPage({ id }: { id: string }) {
  const deployment = useDeployment(id)
  const service = useService(deployment.data?.service_id)
  const project = useProject(service.data?.project_id)
  const title = deployment.data && service.data ? `Deployment ${deployment.data.number} of ${service.data.name}` : 'Deployment'
  useTitle(title)
  const trail = [
    { label: 'Projects', href: routes.projects },
    ...(project.data ? [{ label: project.data.name, href: routes.project(project.data.slug) }] : []),
    ...(project.data && service.data ? [{ label: service.data.name, href: routes.project(project.data.slug) + panelQuery(service.data.id) }] : []),
    { label: deployment.data ? `Deployment ${deployment.data.number}` : 'Deployment' },
  ]
  return (
    <Shell open bar={<Crumbs trail={trail} />}>
      <div className={cx(shell.sheet, styles.sheet)}>
        {deployment.data ? (
          <Loaded deployment={deployment.data} service={service.data ?? null} title={title} />
        ) : deployment.error ? (
          <ProblemNote error={deployment.error} title="The deployment cannot be shown" onRetry={() => void deployment.refetch()} />
        ) : (
          <Skeleton lines={5} />
        )}
      </div>
    </Shell>
  )
}

function Loaded({ deployment, service, title }: { deployment: Deployment; service: Service | null; title: string }) {
  const failed = deployment.status === 'failed'
  const isServing = service?.current_deployment_id === deployment.id
  const again = <DeployAgain deployment={deployment} service={service} />
  return (
    <>
      <div className={styles.headline}>
        <Tile technology={deployment.technology ?? service?.technology ?? null} size="large" />
        <div className={text.grow}>
          <h1>{title}</h1>
          <p className={cx(text.lineUp, text.wrap)}>
            <DeploymentState deployment={deployment} current={isServing || service === null} />
            {took(deployment) && <span className={cx(text.soft, text.number)}>{took(deployment)} in all</span>}
          </p>
        </div>
        {isRunning(deployment.status) ? <Cancel id={deployment.id} /> : !failed && again}
      </div>
      <Facts deployment={deployment} />
      {failed && <Failure deployment={deployment} acts={again} />}
      <div className={styles.halves}>
        <section className={cx(card.card, styles.steps)}>
          <header>
            <h2>Steps</h2>
            <span className={cx(text.right, text.faint, text.number)}>{took(deployment)}</span>
          </header>
          <Steps deployment={deployment} />
        </section>
        <div className={cx(card.card, styles.log)}>
          <LogView key={deployment.id} source={{ kind: 'deployment', id: deployment.id }} name={`${service?.name ?? 'deployment'}-${deployment.number}`} failed={failed} />
        </div>
      </div>
      {failed && <Seen evidence={deployment.evidence} />}
    </>
  )
}

function Facts({ deployment }: { deployment: Deployment }) {
  return (
    <dl className={cx(card.card, styles.facts)}>
      <div>
        <dt>Commit</dt>
        <dd className={text.cut} title={deployment.commit_message ?? undefined}>
          {deployment.commit_sha ? <code>{deployment.commit_sha.slice(0, 7)}</code> : 'Not known yet'} {deployment.commit_message?.split('\n')[0]}
        </dd>
      </div>
      <div>
        <dt>Trigger</dt>
        <dd>{sentenceCase(trigger(deployment))}</dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>
          <Ago at={deployment.started_at ?? deployment.created_at} />
        </dd>
      </div>
      {deployment.technology && (
        <div>
          <dt>Technology</dt>
          <dd>{deployment.technology}</dd>
        </div>
      )}
      {deployment.operation_id && (
        <div>
          <dt>Operation</dt>
          <dd>
            <code title={deployment.operation_id}>{deployment.operation_id.slice(0, 8)}</code>
          </dd>
        </div>
      )}
    </dl>
  )
}

function DeployAgain({ deployment, service }: { deployment: Deployment; service: Service | null }) {
  const deploy = useDeployService()
  const [, navigate] = useLocation()
  if (!service) return null
  const start = () =>
    deploy.mutate({ serviceId: deployment.service_id, projectId: service.project_id }, { onSuccess: ({ id }) => navigate(routes.deployment(id)) })
  return (
    <>
      <Button dense={deployment.status === 'failed'} icon={Rocket} label="Deploy again" busy={deploy.isPending} onClick={start} />
      {deploy.error && <ProblemNote error={deploy.error} title={`${service.name} was not deployed`} />}
    </>
  )
}

function Cancel({ id }: { id: string }) {
  const cancel = useCancelDeployment()
  return (
    <>
      <Button icon={X} label="Cancel" busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ id })} />
      {cancel.error && <ProblemNote error={cancel.error} title="It was not cancelled" />}
    </>
  )
}
