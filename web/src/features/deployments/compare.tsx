import { useId } from 'react'
import { Undo2, X } from 'lucide-react'
import styles from './compare.module.css'
import { comparedRows, deploymentLabel, earlierFirst, otherToCompare } from './comparison'
import { useComparison, type ComparedDeployment, type Comparison } from '@/api/deployments/compare-deployments'
import { useDeployments } from '@/api/deployments/list-deployments'
import type { Deployment } from '@/api/deployment'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import field from '@/ui/field.module.css'
import text from '@/ui/text.module.css'

interface CompareProps {
  deployment: Deployment
  service: Service
  /** Null: the one that is most likely meant. */
  other: string | null
  candidates: ReadonlySet<string>
  onOther: (id: string) => void
  onGoBack: (to: Deployment) => void
  onClose: () => void
}

/** Two deployments of a service side by side, the earlier one on the left. */
export function Compare({ deployment, service, other, candidates, onOther, onGoBack, onClose }: CompareProps) {
  const id = useId()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useDeployments(service.id)
  const all = data?.pages.flatMap((page) => page.items) ?? []
  const others = all.filter((candidate) => candidate.id !== deployment.id)
  const chosen = other ?? otherToCompare(deployment, others, service.current_deployment_id)
  const beside = others.find((candidate) => candidate.id === chosen)
  const canGoBack = beside !== undefined && candidates.has(beside.id) && beside.id !== service.current_deployment_id
  return (
    <section className={cx(card.card, styles.compare)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>Compare with</h2>
        {others.length > 0 && (
          <select className={cx(field.input, field.select, styles.choice)} aria-labelledby={id} value={chosen ?? ''} onChange={(event) => onOther(event.target.value)}>
            {chosen !== null && beside === undefined && <option value={chosen}>An older deployment</option>}
            {others.map((candidate) => (
              <option key={candidate.id} value={candidate.id}>
                {deploymentLabel(candidate, service.current_deployment_id)}
              </option>
            ))}
          </select>
        )}
        {hasNextPage && <Button dense kind="quiet" label="Show older" onClick={() => void fetchNextPage()} />}
        <span className={cx(text.right, text.lineUp)}>
          {canGoBack && <Button dense icon={Undo2} needs="developer" label={`Roll back to ${beside.number}`} onClick={() => onGoBack(beside)} />}
          <Button only dense kind="quiet" icon={X} label="Close the comparison" onClick={onClose} />
        </span>
      </header>
      {error && !data && <ProblemNote error={error} title="The other deployments could not be read" onRetry={() => void refetch()} />}
      {isPending && !error && (
        <div className={card.body}>
          <Skeleton lines={2} />
        </div>
      )}
      {data && chosen === null && <p className={card.body}>There is no other deployment of {service.name} yet.</p>}
      {chosen !== null && <Differences pair={earlierFirst(deployment, beside ?? { id: chosen, number: 0 })} known={all} />}
    </section>
  )
}

function Differences({ pair: [from, to], known }: { pair: readonly [string, string]; known: readonly Deployment[] }) {
  const { data, error, isPending, refetch } = useComparison(from, to)
  if (error)
    return (
      <div className={card.body}>
        <ProblemNote error={error} title="They could not be compared" onRetry={() => void refetch()} />
      </div>
    )
  if (isPending)
    return (
      <div className={card.body}>
        <Skeleton lines={3} />
      </div>
    )
  const numbers = new Map(known.map((deployment) => [deployment.id, deployment.number]))
  return <SideBySide comparison={data} numberOf={(id) => numbers.get(id) ?? null} />
}

function SideBySide({ comparison, numberOf }: { comparison: Comparison; numberOf: (id: string) => number | null }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className={text.unseen}>What</span>
          </th>
          <Head side={comparison.from} />
          <Head side={comparison.to} />
        </tr>
      </thead>
      <tbody>
        <tr data-changed={comparison.commit_changed || undefined}>
          <th scope="row">Commit</th>
          <Commit side={comparison.from} />
          <Commit side={comparison.to} />
        </tr>
        {comparedRows(comparison, numberOf).map((row) => (
          <tr key={row.what} data-changed={row.changed || undefined}>
            <th scope="row">{row.code ? <code>{row.what}</code> : row.what}</th>
            {row.both === undefined ? (
              <>
                <td>{row.was}</td>
                <td>{row.is}</td>
              </>
            ) : (
              <td colSpan={2} className={styles.both}>
                {row.both}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Head({ side }: { side: ComparedDeployment }) {
  return (
    <th scope="col">
      Deployment {side.number}
      <small>
        <Ago at={side.created_at} />
      </small>
    </th>
  )
}

function Commit({ side }: { side: ComparedDeployment }) {
  if (side.commit_sha === null) return <td>Not known</td>
  return (
    <td>
      <code>{side.commit_sha.slice(0, 7)}</code> {side.commit_message?.split('\n')[0]}
      {side.commit_author && <small>{side.commit_author}</small>}
    </td>
  )
}
