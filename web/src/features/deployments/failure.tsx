import type { ReactNode } from 'react'
import styles from './failure.module.css'
import type { Deployment, Evidence, Failure as FailureWords } from '@/api/deployment'
import { plain } from '@/lib/ansi'
import { shortId } from '@/lib/words'
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
      request={[error?.code, deployment.operation_id && `operation ${shortId(deployment.operation_id)}`].filter(Boolean).join(', ')}
      acts={acts}
    >
      {error?.fix && <p>{error.fix}</p>}
      {serving && <p className={styles.soft}>Deployment {serving} was not touched: it kept serving and no request was lost.</p>}
    </FailureNote>
  )
}

/** Why a service that was live is not any more. */
export function ServiceFailure({ failure }: { failure: FailureWords }) {
  return (
    <FailureNote title={failure.message} request={failure.code}>
      {failure.fix && <p>{failure.fix}</p>}
    </FailureNote>
  )
}

/** What was kept: the last probe with its response, and the last lines of the application. Of one that was live it may be those lines alone. */
export function Seen({ evidence, wasLive = false }: { evidence: Evidence | null; wasLive?: boolean }) {
  if (evidence === null) return null
  const lines = (evidence.output ?? []).map((line) => plain(line.text))
  const probe = probeWords(evidence)
  const answer = evidence.probe?.body
  return (
    <section className={card.card} aria-label="Evidence">
      <header>
        <h3>{wasLive ? 'What was seen when it last failed' : 'What was seen'}</h3>
      </header>
      <div className={styles.evidence}>
        {(!wasLive || probe) && (
          <dl className={card.facts}>
            <dt>Last probe</dt>
            <dd>{probe ?? 'None: it did not run long enough to be asked'}</dd>
          </dl>
        )}
        {answer && (
          <div>
            <h4 className={styles.label}>Its response</h4>
            <pre className={styles.block}>{answer}</pre>
          </div>
        )}
        {lines.length === 0 && evidence.output && <p className={styles.soft}>The application wrote nothing.</p>}
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
  if (probe === null) return null
  const outcome = probe.error ?? (probe.status === null ? null : `answered ${probe.status}`)
  return [`GET ${probe.path ?? '/'}`, outcome].filter(Boolean).join(': ')
}
