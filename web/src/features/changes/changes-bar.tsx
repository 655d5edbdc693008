import { useState } from 'react'
import { Pencil, Rocket } from 'lucide-react'
import styles from './changes-bar.module.css'
import { ReviewDialog } from './review-dialog'
import { useDeployService } from '@/api/deployments/deploy-service'
import type { Service } from '@/api/service'
import { count } from '@/lib/words'
import { waitingChanges } from '@/status/changes'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

/** Saved is not deployed: what waits, over all services of a project. */
export function ChangesBar({ services }: { services: readonly Service[] }) {
  const [reviewing, setReviewing] = useState<'review' | 'discard' | null>(null)
  const deploy = useDeployService()
  const changed = services.filter((service) => !service.deleting && waitingChanges(service).length > 0)
  const total = changed.reduce((sum, service) => sum + waitingChanges(service).length, 0)
  if (total === 0) return null
  const deployAll = async () => {
    for (const { id, project_id } of changed) await deploy.mutateAsync({ serviceId: id, projectId: project_id }).catch(() => {})
  }
  return (
    <div className={styles.place}>
      {deploy.error && <ProblemNote error={deploy.error} title="Not everything was deployed" />}
      <section className={styles.bar} aria-label="Changes that are not deployed" data-state="changed">
        <Icon of={Pencil} />
        <p role="status">
          {count(total, 'change')} <span>in {count(changed.length, 'service')}</span>
        </p>
        <Button kind="quiet" label="Discard" onClick={() => setReviewing('discard')} />
        <Button label="Review" onClick={() => setReviewing('review')} />
        <Button kind="primary" icon={Rocket} label="Deploy changes" busy={deploy.isPending} onClick={() => void deployAll()} />
      </section>
      {reviewing && (
        <ReviewDialog
          services={changed}
          asks={reviewing}
          deploying={deploy.isPending}
          onClose={() => setReviewing(null)}
          onDeploy={() => void deployAll().then(() => setReviewing(null))}
        />
      )}
    </div>
  )
}
