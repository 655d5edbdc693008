import { Globe, History, ScrollText, Trash2 } from 'lucide-react'
import styles from './services.module.css'
import type { Service } from '@/api/service'
import { useDeleteService } from '@/api/services/delete-service'
import { repositoryLabel } from '@/lib/repository'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

/** A service holds no data of its own, so that a plain confirmation is enough; it lists what goes. */
export function DeleteServiceDialog({ service, onClose, onDeleted }: { service: Service; onClose: () => void; onDeleted: () => void }) {
  const remove = useDeleteService()
  const address = service.generated_url?.replace(/^https?:\/\//, '')
  const submit = () => {
    if (!remove.isPending) remove.mutate({ id: service.id, projectId: service.project_id }, { onSuccess: onDeleted })
  }
  return (
    <Dialog
      title={`Delete ${service.name}?`}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label={`Keep ${service.name}`} onClick={onClose} />
          <Button kind="danger" type="submit" icon={Trash2} label={`Delete ${service.name}`} busy={remove.isPending} />
        </>
      }
    >
      <ul className={styles.goes}>
        <li data-state="failed">
          <Icon of={Globe} />
          <span>{address ? `${address} stops answering, and the address is given up` : 'The service and the name that is reserved for it'}</span>
        </li>
        <li data-state="failed">
          <Icon of={History} />
          <span>Its deployments with what they built</span>
        </li>
        <li data-state="failed">
          <Icon of={ScrollText} />
          <span>Its logs</span>
        </li>
        {service.git_source?.url && (
          <li data-state="live">
            <Icon of={History} />
            <span>
              <b>Stays</b>: the repository {repositoryLabel(service.git_source.url)}
            </span>
          </li>
        )}
      </ul>
      {remove.error && <ProblemNote error={remove.error} title={`${service.name} was not deleted`} />}
    </Dialog>
  )
}
