import { Globe, History, Square } from 'lucide-react'
import styles from './services.module.css'
import type { Service } from '@/api/service'
import { useCommandService } from '@/api/services/command-service'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

/** Nothing is lost, so that a plain confirmation is enough; it says who notices. */
export function StopServiceDialog({ services, onClose }: { services: readonly Service[]; onClose: () => void }) {
  const stop = useCommandService()
  const name = services.length === 1 ? (services[0]?.name ?? '') : `${services.length} services`
  const submit = async () => {
    for (const { id } of services) await stop.mutateAsync({ id, command: 'stop' })
    onClose()
  }
  return (
    <Dialog
      title={`Stop ${name}?`}
      onClose={onClose}
      onSubmit={() => void submit().catch(() => {})}
      footer={
        <>
          <Button label={`Keep ${services.length === 1 ? name : 'them'} running`} onClick={onClose} />
          <Button kind="danger" type="submit" icon={Square} label={`Stop ${name}`} busy={stop.isPending} />
        </>
      }
    >
      <ul className={styles.goes}>
        {services.map((service) => (
          <li key={service.id} data-state="failed">
            <Icon of={Globe} />
            <span>
              {service.generated_url ? `${service.generated_url.replace(/^https?:\/\//, '')} answers with 503 until it is started again` : `${service.name} does no work until it is started again`}
            </span>
          </li>
        ))}
        <li data-state="live">
          <Icon of={History} />
          <span>
            <b>Stays</b>: address, release, variables and logs. Start brings the same release back.
          </span>
        </li>
      </ul>
      {stop.error && <ProblemNote error={stop.error} title="It was not stopped" />}
    </Dialog>
  )
}
