import type { ReactNode } from 'react'
import { RefreshCw, TriangleAlert } from 'lucide-react'
import styles from './services.module.css'
import type { Inspection, Plan } from '@/api/git/inspect'
import { ApiError } from '@/api/problem'
import { cx } from '@/lib/cx'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { Note } from '@/ui/note'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface PlanNoteProps {
  inspection: Inspection | undefined
  isLooking: boolean
  error: unknown
  onLook: (() => void) | null
  onRootDir: (rootDir: string) => void
}

/** What was found in the repository: the plan and what decided it, or what was looked for and what to do. */
export function PlanNote({ inspection, isLooking, error, onLook, onRootDir }: PlanNoteProps) {
  // A server without inspection, or a role that may not: the plan is made when it is deployed.
  if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return null
  const look = onLook && (
    <Button dense kind="quiet" needs="developer" className={text.right} icon={RefreshCw} label={inspection ? 'Look again' : 'Look at the repository'} busy={isLooking} onClick={onLook} />
  )
  const head = (what: ReactNode) => (
    <div className={cx(text.lineUp, text.wrap)}>
      <h4>Detected plan</h4>
      {what}
      {look}
    </div>
  )
  if (isLooking && !inspection)
    return (
      <div className={styles.plan} role="status">
        {head(<span className={text.faint}>Looking at the repository …</span>)}
      </div>
    )
  if (error) return <ProblemNote error={error} title="The repository could not be looked at" shown={['url', 'branch', 'root_dir']} />
  if (!inspection) return <div className={styles.plan}>{head(<span className={text.faint}>Not looked at yet</span>)}</div>
  if (inspection.plan === null) return <NoPlan inspection={inspection} look={look} onRootDir={onRootDir} />
  return (
    <div className={styles.plan} role="group" aria-label="Detected plan">
      {head(<Badge state="live">{inspection.plan.technology}</Badge>)}
      {inspection.plan.decided_by && (
        <p className={styles.help}>
          Decided by <code>{inspection.plan.decided_by}</code>
          {inspection.commit_sha && (
            <>
              {' '}
              at <code>{inspection.commit_sha.slice(0, 7)}</code>
            </>
          )}
        </p>
      )}
      <Commands plan={inspection.plan} />
      {[...inspection.plan.notes, ...inspection.warnings].map((words) => (
        <p key={words} className={styles.warning}>
          <Icon of={TriangleAlert} small />
          {words}
        </p>
      ))}
    </div>
  )
}

function Commands({ plan }: { plan: Plan }) {
  const rows = [
    ['install', plan.install_command],
    ['build', plan.build_command],
    ['start', plan.start_command],
    ['files', plan.start_command === null && plan.output_directory !== null ? plan.output_directory + (plan.single_page ? ', one page for all addresses' : '') : null],
  ] as const
  return (
    <dl className={styles.commands}>
      {rows.map(([name, command]) =>
        command === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{command}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

function NoPlan({ inspection, look, onRootDir }: { inspection: Inspection; look: ReactNode; onRootDir: (rootDir: string) => void }) {
  return (
    <Note state="deploying" icon={TriangleAlert} title={inspection.error?.message ?? 'Nothing that can be run was found'} acts={look}>
      {inspection.error?.fix && <p>{inspection.error.fix}</p>}
      {inspection.suggestions.map(({ root_dir, technology }) => (
        <p key={root_dir} className={text.lineUp}>
          <code>{root_dir}</code> {technology}
          <Button dense label="Use this directory" onClick={() => onRootDir(root_dir)} />
        </p>
      ))}
      {inspection.looked_for.length > 0 && (
        <details>
          <summary className={text.soft}>What was looked for</summary>
          <p className={styles.help}>{inspection.looked_for.join(', ')}</p>
        </details>
      )}
    </Note>
  )
}
