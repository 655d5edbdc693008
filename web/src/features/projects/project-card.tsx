import { Link } from 'wouter'
import styles from './projects.module.css'
import type { ProjectItem } from '@/api/project'
import { cx } from '@/lib/cx'
import { routes } from '@/lib/routes'
import { count } from '@/lib/words'
import { statusWord } from '@/status/node-state'
import { Ago } from '@/ui/clock'
import { StateLabel } from '@/ui/state-label'
import { Tile } from '@/ui/tile'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** A healthy project is a grey card with green words. */
export function ProjectCard({ project }: { project: ProjectItem }) {
  const technologies = project.technologies ?? []
  const [address] = project.urls ?? []
  const services = project.service_count ?? 0
  return (
    <Link href={routes.project(project.slug)} className={cx(card.card, styles.project)}>
      <div className={card.body}>
        <div>
          <h2 className={text.cut}>{project.name}</h2>
          <p className={text.lineUp}>
            <ProjectState project={project} />
          </p>
        </div>
        <div className={text.lineUp}>
          {technologies.length === 0 ? (
            <span className={cx(text.small, text.faint)}>No technology detected yet</span>
          ) : (
            technologies.map((technology) => <Tile key={technology} technology={technology} size="small" />)
          )}
          {address && <span className={cx(text.small, text.soft, text.cut, text.right)}>{address.replace(/^https?:\/\//, '')}</span>}
        </div>
      </div>
      <footer>
        <span className={text.cut}>{services === 0 ? 'No services' : count(services, 'service')}</span>
        <span className={text.right}>
          changed <Ago at={project.updated_at ?? project.created_at} />
        </span>
      </footer>
    </Link>
  )
}

function ProjectState({ project }: { project: ProjectItem }) {
  if (project.deleting) return <StateLabel status="stopped">Deleting</StateLabel>
  if (project.status === null) return <StateLabel status="not_configured">Nothing deployed yet</StateLabel>
  return <StateLabel status={project.status}>{statusWord(project.status)}</StateLabel>
}
