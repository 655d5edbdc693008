import { Link } from 'wouter'
import styles from './projects.module.css'
import { sketchOf, sketchSize } from './sketch'
import { isRunning, type Deployment } from '@/api/deployment'
import type { ProjectItem } from '@/api/project'
import { cx } from '@/lib/cx'
import { routes } from '@/lib/routes'
import { count } from '@/lib/words'
import { wordOf } from '@/status/deployment-status'
import { failureLine, moving, statusWord } from '@/status/node-state'
import { ChangedBadge } from '@/ui/badge'
import { Ago, Clock } from '@/ui/clock'
import { StateLabel } from '@/ui/state-label'
import { Tile } from '@/ui/tile'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

const mostTiles = 6

/** A healthy project is a grey card with green words. */
export function ProjectCard({ project }: { project: ProjectItem }) {
  const technologies = project.technologies ?? []
  const [address, ...others] = project.urls ?? []
  const services = project.service_count ?? 0
  return (
    <Link href={routes.project(project.slug)} className={cx(card.card, styles.project)}>
      <div className={card.body}>
        <Sketch project={project} />
        <div>
          <h2 className={text.cut}>{project.name}</h2>
          <p className={cx(text.lineUp, text.wrap)}>
            <ProjectState project={project} />
            {project.pending_change_count > 0 && <ChangedBadge count={project.pending_change_count} />}
          </p>
        </div>
        <div className={text.lineUp}>
          {technologies.length === 0 && <span className={cx(text.small, text.faint)}>No technology detected yet</span>}
          {technologies.slice(0, mostTiles).map((technology) => (
            <Tile key={technology} technology={technology} size="small" />
          ))}
          {technologies.length > mostTiles && <span className={cx(text.small, text.faint)}>+{technologies.length - mostTiles}</span>}
          {address && (
            <span className={cx(text.lineUp, text.small, text.right)} title={[address, ...others].join('\n')}>
              <span className={cx(text.cut, text.soft)}>{address.replace(/^https?:\/\//, '')}</span>
              {others.length > 0 && <span className={text.faint}>+{others.length}</span>}
            </span>
          )}
        </div>
      </div>
      <footer>
        <span className={text.cut}>{services === 0 ? 'No services' : count(services, 'service')}</span>
        <span className={text.right}>
          {project.latest_deployment ? <Latest project={project} deployment={project.latest_deployment} /> : services > 0 ? 'Never deployed' : <>Made <Ago at={project.created_at} /></>}
        </span>
      </footer>
    </Link>
  )
}

function Sketch({ project }: { project: ProjectItem }) {
  return (
    <svg className={styles.sketch} viewBox={`0 0 ${sketchSize.width} ${sketchSize.height}`} aria-hidden="true">
      {sketchOf(project.nodes).map(({ id, status, ...box }) => (
        <rect key={id} data-state={status} {...box} rx={Math.min(3, box.height / 5)} />
      ))}
    </svg>
  )
}

/** The worst of its nodes, by name where there are several. */
function ProjectState({ project }: { project: ProjectItem }) {
  if (project.deleting) return <StateLabel status="stopped">Deleting</StateLabel>
  if (project.status === null || (project.status !== 'failed' && project.latest_deployment === null && project.status !== 'live'))
    return <StateLabel status="not_configured">Nothing deployed yet</StateLabel>
  const worst = project.nodes.filter(({ status }) => status === project.status)
  const [only] = worst.length === 1 ? worst : []
  const latest = project.latest_deployment
  if (project.status === 'failed' && only)
    return (
      <StateLabel status="failed" title={only.reason ?? undefined}>
        {only.name}: {only.reason ?? 'failed'}
      </StateLabel>
    )
  if (project.status === 'deploying' && latest && isRunning(latest.status) && only?.id === latest.service_id) {
    const { word, since } = moving(latest)
    return (
      <StateLabel status="deploying">
        {only.name}: {word} {since && <Clock since={since} />}
      </StateLabel>
    )
  }
  if (project.status === 'live' && latest?.status === 'failed')
    return (
      <StateLabel status="live" title={latest.error ? failureLine('Failed', latest.error.message) : undefined}>
        Live, last deploy failed
      </StateLabel>
    )
  const word = statusWord(project.status)
  return <StateLabel status={project.status}>{worst.length > 1 && project.nodes.length > worst.length ? `${worst.length} of ${project.nodes.length} ${word.toLowerCase()}` : word}</StateLabel>
}

/** Of whom the last deployment was, how it went and when. */
function Latest({ project, deployment }: { project: ProjectItem; deployment: Deployment }) {
  const name = project.nodes.find(({ id }) => id === deployment.service_id)?.name
  const ended = deployment.finished_at ?? deployment.created_at
  return (
    <span title={`Deployment ${deployment.number}`}>
      {name ?? `Deployment ${deployment.number}`} {wordOf(deployment.status).toLowerCase()}
      {!isRunning(deployment.status) && (
        <>
          , <Ago at={ended} />
        </>
      )}
    </span>
  )
}
