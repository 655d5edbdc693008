import { Crumbs } from './crumbs'
import { Shell } from './shell'
import styles from './shell.module.css'
import { Projects } from '@/features/projects/projects'
import { useTitle } from '@/lib/use-title'

export function ProjectsPage() {
  useTitle('Projects')
  return (
    <Shell open bar={<Crumbs trail={[{ label: 'Projects' }]} />}>
      <div className={styles.sheet}>
        <Projects />
      </div>
    </Shell>
  )
}
