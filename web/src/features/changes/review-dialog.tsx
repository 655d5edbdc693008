import { ArrowRight, Rocket } from 'lucide-react'
import styles from './changes-bar.module.css'
import { useDiscardChanges } from '@/api/services/discard-changes'
import type { PendingChange, Service } from '@/api/service'
import { changeLabel, valueWords, waitingChanges } from '@/status/changes'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface ReviewProps {
  services: readonly Service[]
  asks: 'review' | 'discard'
  deploying: boolean
  onClose: () => void
  onDeploy: () => void
}

/** What a deployment would change, field by field; what is not wanted is discarded here. */
export function ReviewDialog({ services, asks, deploying, onClose, onDeploy }: ReviewProps) {
  const discard = useDiscardChanges()
  const all = () => discard.mutate(services.map(({ id }) => ({ id })))
  return (
    <Dialog
      title={asks === 'review' ? 'Changes that are not deployed' : 'Discard all changes?'}
      onClose={onClose}
      onSubmit={asks === 'review' ? onDeploy : all}
      footer={
        asks === 'review' ? (
          <>
            <Button label="Close" onClick={onClose} />
            <Button kind="primary" type="submit" icon={Rocket} needs="developer" label="Deploy changes" busy={deploying} />
          </>
        ) : (
          <>
            <Button label="Keep them" onClick={onClose} />
            <Button kind="danger" type="submit" needs="developer" label="Discard all" busy={discard.isPending} />
          </>
        )
      }
    >
      {asks === 'discard' && <p>The saved settings go back to what runs. Nothing that runs is touched.</p>}
      {discard.error && <ProblemNote error={discard.error} title="Not discarded" />}
      <div className={styles.services}>
        {services.map((service) => (
          <section key={service.id} aria-label={service.name}>
            <h3>{service.name}</h3>
            <ul className={styles.changes}>
              {waitingChanges(service).map((change) => (
                <li key={change.field}>
                  <div>
                    <b>{changeLabel(change)}</b>
                    <Values change={change} />
                  </div>
                  <Button
                    dense
                    needs="developer"
                    kind="quiet"
                    label="Discard"
                    aria-label={`Discard ${changeLabel(change)}`}
                    busy={discard.isPending && discard.variables.some(({ id, fields }) => id === service.id && fields?.includes(change.field))}
                    onClick={() => discard.mutate([{ id: service.id, fields: [change.field] }])}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Values({ change }: { change: PendingChange }) {
  const [was, is] = [valueWords(change, 'old'), valueWords(change, 'new')]
  if (was === null && is === null) return <p className={styles.values}>changed</p>
  return (
    <p className={styles.values}>
      {was !== null && (
        <>
          <span className={text.unseen}>was</span>
          <s>{was}</s>
        </>
      )}
      <Icon of={ArrowRight} small />
      <span className={text.unseen}>will be</span>
      <ins>{is ?? 'changed'}</ins>
    </p>
  )
}
