import { Rocket } from 'lucide-react'
import styles from './changes-bar.module.css'
import type { DeployChanges } from './use-deploy-changes'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import text from '@/ui/text.module.css'

/** In the header: the whole project with one click. The next step is in the bar of changes, so that this one is plain. */
export function DeployButton({ changes: { all, total, isPending, deploy } }: { changes: DeployChanges }) {
  const names = all.map(({ name }) => name).join(', ')
  return (
    <Button
      icon={Rocket}
      label="Deploy"
      needs="developer"
      className={text.onlyWide}
      title={`Deploy ${names}`}
      why={all.length === 0 ? 'Everything is deployed as it is saved' : null}
      busy={isPending}
      onClick={() => void deploy()}
    >
      <span>
        Deploy<span className={text.unseen}> the project</span>
      </span>
      {total > 0 && (
        <span className={styles.count} title={`${count(total, 'change')} not deployed`}>
          {total}
          <span className={text.unseen}>{total === 1 ? ' change' : ' changes'}</span>
        </span>
      )}
    </Button>
  )
}
