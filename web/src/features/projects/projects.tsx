import { useState } from 'react'
import { Plus } from 'lucide-react'
import { NewProjectDialog } from './new-project-dialog'
import { ProjectCard } from './project-card'
import styles from './projects.module.css'
import { useProjects } from '@/api/projects/list-projects'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import text from '@/ui/text.module.css'
import card from '@/ui/card.module.css'
import field from '@/ui/field.module.css'

/** So many are seen at a glance. */
const few = 6

export function Projects() {
  const [creating, setCreating] = useState(false)
  const [filter, setFilter] = useState('')
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useProjects()
  const projects = data?.pages.flatMap((page) => page.items)
  const wanted = filter.trim().toLowerCase()
  const shown = projects?.filter(({ name, slug }) => name.toLowerCase().includes(wanted) || slug.includes(wanted))
  const create = <Button kind="primary" icon={Plus} needs="developer" label="New project" onClick={() => setCreating(true)} />
  return (
    <>
      <div className={styles.headline}>
        <h1>Projects</h1>
        {projects && projects.length > 0 && (
          <span className={cx(text.lineUp, text.right)}>
            {projects.length > few && <input className={cx(field.input, styles.filter)} type="search" placeholder="Filter" aria-label="Filter projects" value={filter} onChange={(event) => setFilter(event.target.value)} />}
            {create}
          </span>
        )}
      </div>
      {error && !projects && <ProblemNote error={error} title="The projects could not be read" onRetry={() => void refetch()} />}
      {isPending && !error && (
        <div className={card.card}>
          <div className={card.body}>
            <Skeleton />
          </div>
        </div>
      )}
      {projects?.length === 0 && (
        <div className={card.card}>
          <Empty act={create}>A project holds the services of one application. Paste the address of a Git repository into it, and it runs.</Empty>
        </div>
      )}
      {shown && shown.length > 0 && (
        <ul className={styles.projects}>
          {shown.map((project) => (
            <li key={project.id}>
              <ProjectCard project={project} />
            </li>
          ))}
        </ul>
      )}
      {shown?.length === 0 && wanted !== '' && <p className={text.soft}>No project is called like that.</p>}
      {hasNextPage && <Button label="Show more" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} className={styles.more} />}
      {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </>
  )
}
