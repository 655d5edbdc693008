import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { Crumbs } from './crumbs'
import { DeployAgain, DeploymentActions } from './deployment-actions'
import { Shell } from './shell'
import shell from './shell.module.css'
import styles from './deployment-page.module.css'
import { useDeployment } from '@/api/deployments/get-deployment'
import { useRollbackCandidates } from '@/api/deployments/roll-back'
import { isRunning, type Deployment } from '@/api/deployment'
import { useProject } from '@/api/projects/get-project'
import { useService } from '@/api/services/get-service'
import type { Service } from '@/api/service'
import { Compare } from '@/features/deployments/compare'
import { DeploymentState, isCrashed, took } from '@/features/deployments/deployment-state'
import { Failure, Seen, ServiceFailure } from '@/features/deployments/failure'
import { trigger } from '@/features/deployments/history'
import { RollBackDialog } from '@/features/deployments/roll-back-dialog'
import { Steps } from '@/features/deployments/steps'
import { LogView } from '@/features/logs/log-view'
import { cx } from '@/lib/cx'
import { compareQuery, panelQuery, readCompare, routes } from '@/lib/routes'
import { duration } from '@/lib/time'
import { useTitle } from '@/lib/use-title'
import { sentenceCase, shortId } from '@/lib/words'
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
          <Loaded deployment={deployment.data} service={service.data ?? null} title={title} projectSlug={project.data?.slug ?? null} />
        ) : deployment.error ? (
          <ProblemNote error={deployment.error} title="The deployment cannot be shown" acts={<Link href={routes.projects}>All projects</Link>} onRetry={() => void deployment.refetch()} />
        ) : (
          <Skeleton lines={5} />
        )}
      </div>
    </Shell>
  )
}

function Loaded({ deployment, service, title, projectSlug }: { deployment: Deployment; service: Service | null; title: string; projectSlug: string | null }) {
  const failed = deployment.status === 'failed'
  const crashed = isCrashed(deployment, service)
  const serving = service?.current_deployment_id ?? null
  const served = useDeployment(failed ? serving : null).data?.number
  const candidates = useRollbackCandidates(deployment.service_id)
  const [goingBack, goBack] = useState<Deployment | null>(null)
  const other = readCompare(useSearch())
  const [comparing, setComparing] = useState(other !== null)
  const [, navigate] = useLocation()
  const showBeside = (id: string | null) => navigate(routes.deployment(deployment.id) + compareQuery(id), { replace: true })
  const compare = (on: boolean) => {
    setComparing(on)
    if (!on) showBeside(null)
  }
  return (
    <>
      <div className={styles.headline}>
        <Tile technology={deployment.technology ?? service?.technology ?? null} size="large" />
        <div className={text.grow}>
          <h1>{title}</h1>
          <p className={cx(text.lineUp, text.wrap)}>
            <DeploymentState deployment={deployment} current={serving === deployment.id || service === null} crashed={crashed} />
            {took(deployment) && <span className={cx(text.soft, text.number)}>{took(deployment)} in all</span>}
            {deployment.waiting_for?.reason && <span className={text.soft}>{deployment.waiting_for.reason}</span>}
          </p>
        </div>
        <DeploymentActions
          deployment={deployment}
          service={service}
          canGoBack={candidates.has(deployment.id) && serving !== deployment.id}
          comparing={comparing}
          onCompare={() => compare(!comparing)}
          onGoBack={() => goBack(deployment)}
        />
      </div>
      <Facts deployment={deployment} />
      {crashed && service?.failure && <ServiceFailure failure={service.failure} />}
      {deployment.status === 'live' && <Seen evidence={deployment.evidence} wasLive />}
      {failed && (
        <Failure
          deployment={deployment}
          serving={served !== undefined && served < deployment.number ? served : null}
          acts={
            <>
              <DeployAgain deployment={deployment} service={service} />
              {service && projectSlug && <Link href={routes.project(projectSlug) + panelQuery(service.id, 'source')} className={styles.settings}>Change the settings</Link>}
            </>
          }
        />
      )}
      {comparing && service && (
        <Compare
          deployment={deployment}
          service={service}
          other={other}
          candidates={candidates}
          onOther={showBeside}
          onGoBack={goBack}
          onClose={() => compare(false)}
        />
      )}
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
      {goingBack && (
        <RollBackDialog deployment={goingBack} name={service?.name ?? 'the service'} onClose={() => goBack(null)} onStarted={({ id }) => navigate(routes.deployment(id))} />
      )}
    </>
  )
}

function Facts({ deployment }: { deployment: Deployment }) {
  return (
    <dl className={cx(card.card, styles.facts)}>
      <div>
        <dt>Commit</dt>
        <dd className={text.cut} title={deployment.commit_message ?? undefined}>
          {deployment.commit_sha ? <code>{deployment.commit_sha.slice(0, 7)}</code> : isRunning(deployment.status) ? 'Not known yet' : 'Not known'} {deployment.commit_message?.split('\n')[0]}
        </dd>
      </div>
      <div>
        <dt>Trigger</dt>
        <dd>
          {deployment.rollback_to ? (
            <>
              Rolled back to <Link href={routes.deployment(deployment.rollback_to.id)}>{deployment.rollback_to.number}</Link>
            </>
          ) : (
            sentenceCase(trigger(deployment))
          )}
        </dd>
      </div>
      <div>
        <dt>{deployment.status === 'queued' ? 'Queued' : 'Started'}</dt>
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
      {deployment.build_duration !== null && (
        <div>
          <dt>Build</dt>
          <dd className={text.number}>{duration(deployment.build_duration * 1000)}</dd>
        </div>
      )}
      {deployment.deploy_duration !== null && (
        <div>
          <dt>Start to healthy</dt>
          <dd className={text.number}>{duration(deployment.deploy_duration * 1000)}</dd>
        </div>
      )}
      {deployment.operation_id && (
        <div>
          <dt>Operation</dt>
          <dd>
            <Link href={routes.operation(deployment.operation_id)} title={deployment.operation_id}>
              <code>{shortId(deployment.operation_id)}</code>
            </Link>
          </dd>
        </div>
      )}
    </dl>
  )
}
