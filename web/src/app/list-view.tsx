import { Plus } from 'lucide-react'
import styles from './project-page.module.css'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { LinksList } from '@/features/list/links-list'
import { ServicesTable } from '@/features/list/services-table'
import type { Action } from '@/ui/action'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import text from '@/ui/text.module.css'

interface ListViewProps {
  project: Project
  selected: string | null
  actions: readonly Action<Service>[]
  onAdd: () => void
  onOpen: (id: string) => void
  onVariables: (id: string) => void
  onDeploy: (service: Service) => void
}

export function ListView({ project, selected, actions, onAdd, onOpen, onVariables, onDeploy }: ListViewProps) {
  const services = project.services ?? []
  return (
    <div className={styles.list}>
      <div className={text.lineUp}>
        <h1 className={text.cut}>{project.name}</h1>
        {services.length > 0 && <Button kind="primary" className={text.right} icon={Plus} label="Add service" needs="developer" onClick={onAdd} />}
      </div>
      {services.length === 0 ? (
        <Empty act={<Button kind="primary" icon={Plus} label="Add a service" needs="developer" onClick={onAdd} />}>
          Paste the address of a Git repository. It is built, started and given an address of its own.
        </Empty>
      ) : (
        <>
          <ServicesTable services={services} selected={selected} actions={actions} onOpen={onOpen} onDeploy={onDeploy} />
          <LinksList links={project.links} services={services} onVariables={onVariables} />
        </>
      )}
    </div>
  )
}
