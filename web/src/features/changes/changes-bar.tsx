import { Pencil, Rocket } from 'lucide-react'
import styles from './changes-bar.module.css'
import { ReviewDialog } from './review-dialog'
import type { DeployChanges } from './use-deploy-changes'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

export type Reviewing = 'review' | 'discard' | null

interface BarProps {
  changes: DeployChanges
  reviewing: Reviewing
  onReview: (reviewing: Reviewing) => void
}

/** Saved is not deployed: what waits, over all services of a project. */
export function ChangesBar({ changes: { changed, total, isPending, error, deploy }, reviewing, onReview }: BarProps) {
  if (total === 0 && !error) return null
  return (
    <div className={styles.place}>
      {error && <ProblemNote error={error} title="Not everything was deployed" />}
      {total > 0 && (
        <section className={styles.bar} aria-label="Changes that are not deployed" data-state="changed">
          <Icon of={Pencil} />
          <p role="status">
            {count(total, 'change')} <span>in {count(changed.length, 'service')}</span>
          </p>
          <Button kind="quiet" needs="developer" label="Discard" onClick={() => onReview('discard')} />
          <Button label="Review" onClick={() => onReview('review')} />
          <Button kind="primary" icon={Rocket} needs="developer" label="Deploy changes" busy={isPending} onClick={() => void deploy()} />
        </section>
      )}
      {reviewing && total > 0 && (
        <ReviewDialog services={changed} asks={reviewing} deploying={isPending} onClose={() => onReview(null)} onDeploy={() => void deploy().then(() => onReview(null))} />
      )}
    </div>
  )
}
