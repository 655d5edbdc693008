import { CirclePause, History, Undo2 } from 'lucide-react'
import styles from './roll-back-dialog.module.css'
import { useRollBack } from '@/api/deployments/roll-back'
import type { Deployment } from '@/api/deployment'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { Dialog } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

interface RollBackDialogProps {
  deployment: Deployment
  name: string
  onClose: () => void
  /** The rollback is a deployment of its own, which has begun. */
  onStarted?: (started: Deployment) => void
}

/** Back to a kept release: says what comes back and what it switches off. */
export function RollBackDialog({ deployment, name, onClose, onStarted = onClose }: RollBackDialogProps) {
  const rollBack = useRollBack()
  const submit = () => {
    if (!rollBack.isPending) rollBack.mutate({ serviceId: deployment.service_id, deploymentId: deployment.id }, { onSuccess: onStarted })
  }
  return (
    <Dialog
      title={`Roll ${name} back to ${deployment.number}?`}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label="Keep what runs" onClick={onClose} />
          <Button kind="primary" type="submit" icon={Undo2} label={`Roll back to ${deployment.number}`} busy={rollBack.isPending} />
        </>
      }
    >
      <ul className={styles.says}>
        <li>
          <Icon of={History} />
          <span>
            The release of deployment {deployment.number}
            {deployment.commit_sha && (
              <>
                {' '}
                (<code>{deployment.commit_sha.slice(0, 7)}</code> {deployment.commit_message?.split('\n')[0]}, <Ago at={deployment.created_at} />)
              </>
            )}{' '}
            is started again with the settings and variables it had then. There is no build, and what runs keeps serving until it is healthy.
          </span>
        </li>
        <li>
          <Icon of={CirclePause} />
          <span>Auto-deploy goes off, so that the next push does not undo this. It is turned on again in Source.</span>
        </li>
      </ul>
      {rollBack.error && <ProblemNote error={rollBack.error} title="It was not rolled back" />}
    </Dialog>
  )
}
