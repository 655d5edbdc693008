import type { ReactNode } from 'react'
import styles from './failure.module.css'
import type { Deployment, Evidence } from '@/api/deployment'
import { plain } from '@/lib/ansi'
import { FailureNote } from '@/ui/note'
import card from '@/ui/card.module.css'

/** Why a deployment failed, and what to do about it. */
export function Failure({
  deployment,
  serving,
  acts,
}: {
  deployment: Deployment
  /** The number of the deployment that still serves. */ serving?: number | null
  acts?: ReactNode
}) {
  const error = deployment.error
  return (
    <FailureNote
      title={error?.message ?? 'The deployment failed'}
      request={[error?.code, deployment.operation_id && `operation ${deployment.operation_id.slice(0, 8)}`].filter(Boolean).join(', ')}
      acts={acts}
    >
      {error?.fix && <p>{error.fix}</p>}
      {serving && <p className={styles.soft}>{serving} was not touched: it kept serving and no request was lost.</p>}
    </FailureNote>
  )
}

/** What was kept: the last probe with its response, and the last lines of the application. */
export function Seen({ evidence }: { evidence: Evidence | null }) {
  if (evidence === null) return null
  const lines = (evidence.log ?? []).map((line) => plain(typeof line === 'string' ? line : line.message))
  const probe = probeWords(evidence)
  const answer = evidence.response ?? (typeof evidence.probe === 'object' ? evidence.probe?.body : null)
  if (lines.length === 0 && probe === null && !answer && evidence.exit_code === null) return null
  return (
    <section className={card.card} aria-label="Evidence">
      <header>
        <h3>What was seen</h3>
      </header>
      <div className={styles.evidence}>
        <dl className={card.facts}>
          {probe && (
            <>
              <dt>Last probe</dt>
              <dd>{probe}</dd>
            </>
          )}
          {evidence.exit_code !== null && (
            <>
              <dt>Exit code</dt>
              <dd>{evidence.exit_code}</dd>
            </>
          )}
        </dl>
        {answer && (
          <div>
            <h4 className={styles.label}>Its response</h4>
            <pre className={styles.block}>{answer}</pre>
          </div>
        )}
        {lines.length > 0 && (
          <div>
            <h4 className={styles.label}>Last lines of the application</h4>
            {/* Scrolls on its own, so it can be reached by keyboard. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre className={styles.block} tabIndex={0}>
              {lines.join('\n')}
            </pre>
          </div>
        )}
      </div>
    </section>
  )
}

function probeWords({ probe }: Evidence): string | null {
  if (probe === null || typeof probe === 'string') return probe
  const target = [probe.method, probe.path ?? probe.url].filter(Boolean).join(' ')
  const outcome = probe.error ?? (probe.status === null ? null : `answered ${probe.status}`)
  const attempts = probe.attempts === null ? null : `${probe.attempts} asked`
  return [target, outcome, attempts].filter(Boolean).join(', ') || null
}
