import { Globe, History, Link2, ScrollText, Trash2 } from 'lucide-react'
import styles from './services.module.css'
import type { Service } from '@/api/service'
import { useDeleteService } from '@/api/services/delete-service'
import { repositoryLabel } from '@/lib/repository'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

interface DeleteProps {
  services: readonly Service[]
  /** The variables of other services that are their addresses: `web.API_URL`. */
  users: readonly string[]
  onClose: () => void
  onDeleted: () => void
}

/** A service holds no data of its own, so that a plain confirmation is enough; it lists what goes. */
export function DeleteServiceDialog({ services, users, onClose, onDeleted }: DeleteProps) {
  const remove = useDeleteService()
  const [only] = services.length === 1 ? services : []
  const name = only?.name ?? `${services.length} services`
  const submit = async () => {
    if (remove.isPending) return
    for (const { id, project_id } of services) await remove.mutateAsync({ id, projectId: project_id, force: users.length > 0 })
    onDeleted()
  }
  return (
    <Dialog
      title={`Delete ${name}?`}
      onClose={onClose}
      onSubmit={() => void submit().catch(() => {})}
      footer={
        <>
          <Button label={`Keep ${only ? name : 'them'}`} onClick={onClose} />
          <Button kind="danger" type="submit" icon={Trash2} label={`Delete ${name}`} busy={remove.isPending} />
        </>
      }
    >
      <ul className={styles.goes}>
        {services.map((service) => (
          <li key={service.id} data-state="failed">
            <Icon of={Globe} />
            <span>{goes(service)}</span>
          </li>
        ))}
        <li data-state="failed">
          <Icon of={History} />
          <span>{only ? 'Its' : 'Their'} deployments with what they built</span>
        </li>
        <li data-state="failed">
          <Icon of={ScrollText} />
          <span>{only ? 'Its' : 'Their'} logs</span>
        </li>
        {users.length > 0 && (
          <li data-state="failed">
            <Icon of={Link2} />
            <span>
              What {users.join(', ')} {users.length === 1 ? 'stands' : 'stand'} for: the next deployment there fails until {users.length === 1 ? 'it has' : 'they have'} another value
            </span>
          </li>
        )}
        {only?.git_source?.url && (
          <li data-state="live">
            <Icon of={History} />
            <span>
              <b>Stays</b>: the repository {repositoryLabel(only.git_source.url)}
            </span>
          </li>
        )}
      </ul>
      {remove.error && <ProblemNote error={remove.error} title={`${name} ${only ? 'was' : 'were'} not deleted`} />}
    </Dialog>
  )
}

function goes(service: Service): string {
  if (!service.generated_url) return `${service.name}, and the name that is reserved for it`
  return `${service.generated_url.replace(/^https?:\/\//, '')} stops answering, and the address is given up`
}
