import { Crumbs } from './crumbs'
import { Shell } from './shell'
import styles from './shell.module.css'
import { routes } from '@/lib/routes'
import { useTitle } from '@/lib/use-title'
import { ButtonLink } from '@/ui/button'
import { Empty } from '@/ui/empty'

export function NotFoundPage() {
  useTitle('Not found')
  return (
    <Shell open bar={<Crumbs trail={[{ label: 'Projects', href: routes.projects }, { label: 'Not found' }]} />}>
      <div className={styles.sheet}>
        <h1>Not found</h1>
        <Empty act={<ButtonLink href={routes.projects} label="Show projects" />}>There is no page at this address.</Empty>
      </div>
    </Shell>
  )
}
