import { Undo2 } from 'lucide-react'
import styles from './variables.module.css'
import { useChangeVariables } from '@/api/variables/change-variables'
import { useRevisions, type Revision } from '@/api/variables/list-revisions'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** Who changed which names when; any of them can come back, as a new one. */
export function Revisions({ serviceId, onClose }: { serviceId: string; onClose: () => void }) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRevisions(serviceId)
  const write = useChangeVariables(serviceId)
  const revisions = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className={text.stack}>
      <div className={text.lineUp}>
        <h3>Revisions</h3>
        <Button dense className={text.right} label="Back to the variables" onClick={onClose} />
      </div>
      {isPending && <Skeleton />}
      {error && <ProblemNote error={error} title="The revisions could not be read" onRetry={() => void refetch()} />}
      {write.error && <ProblemNote error={write.error} title="It was not restored" />}
      {data && revisions.length === 0 && <p className={text.soft}>No variable was ever set.</p>}
      {revisions.length > 0 && (
        <ul className={cx(card.card, styles.revisions)}>
          {revisions.map((revision, index) => (
            <li key={revision.number}>
              <span className={cx(text.faint, text.number)}>{revision.number}</span>
              <span className={text.grow}>
                <span className={styles.keys}>{says(revision)}</span>
                <span className={cx(text.small, text.faint)}>
                  {revision.created_by ?? 'somebody'}, <Ago at={revision.created_at} />
                </span>
              </span>
              {index > 0 && (
                <Button
                  dense
                  needs="developer"
                  icon={Undo2}
                  label="Restore"
                  aria-label={`Restore revision ${revision.number}`}
                  busy={write.isPending && write.variables.kind === 'restore' && write.variables.revision === revision.number}
                  onClick={() => write.mutate({ kind: 'restore', revision: revision.number }, { onSuccess: onClose })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && <Button dense label="Show older" busy={isFetchingNextPage} onClick={() => void fetchNextPage()} />}
    </div>
  )
}

function says({ changes, restored_from }: Revision): string {
  const words = { added: '+', changed: '~', removed: '−' } as const
  const names = changes.map(({ key, kind }) => `${words[kind]} ${key}`).join(', ')
  if (restored_from !== null) return `Revision ${restored_from} restored${names ? `: ${names}` : ''}`
  return names || 'Nothing changed'
}
