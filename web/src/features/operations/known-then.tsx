import { labelOf, shownJson } from './history'
import { hasJson, JsonBlock } from './json-block'
import { later, waits, type Told } from './stepping'
import styles from './stepper.module.css'
import type { OperationStep } from '@/api/operations/operation'
import { count } from '@/lib/words'
import text from '@/ui/text.module.css'

// The newest are what explains a point; the rest is in the rows.
const mostResults = 50

interface KnownThenProps {
  steps: readonly OperationStep[]
  step: OperationStep
  ended: boolean
  sentence: string
  told: Told | null
}

/** What was known at a point of a history: what happened there, what runs, what had come of everything before. */
export function KnownThen({ steps, step, ended, sentence, told }: KnownThenProps) {
  const known = steps.filter(({ status }) => status !== later)
  const open = known.filter(({ status }) => status === 'running' || status === 'waiting')
  const results = known.filter(({ kind, output, error }) => kind !== 'timer' && kind !== 'event' && (hasJson(output) || error !== null))
  return (
    <div className={styles.known}>
      <div>
        <h3>{sentence}</h3>
        <Result step={step} ended={ended} />
      </div>
      <div>
        <dl>
          <dt>Status</dt>
          <dd>{told === null ? <span className={text.faint}>It had said nothing</span> : typeof told.value === 'string' ? told.value : <code>{shownJson(told.value)}</code>}</dd>
          <dt>So far</dt>
          <dd>{count(known.length - open.length, 'step')} done</dd>
          <dt>Under way</dt>
          <dd>{open.length === 0 ? 'Nothing' : open.map((one) => (one.kind === 'timer' ? waits(one) : labelOf(one))).join(', ')}</dd>
        </dl>
        {results.length > 0 && (
          <details className={styles.results}>
            <summary>{count(results.length, 'result')} so far</summary>
            {results.length > mostResults && <p>The newest {mostResults}; each row above has its own.</p>}
            <ul>
              {results.slice(-mostResults).map((one, index) => (
                <li key={index}>
                  {labelOf(one)} {one.error === null ? <code title={brief(one.output, 1_000)}>{brief(one.output, 120)}</code> : <span className={styles.error}>{brief(one.error, 120)}</span>}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  )
}

function Result({ step, ended }: { step: OperationStep; ended: boolean }) {
  if (step.error && ended) return <p className={styles.error}>{step.error}</p>
  const isOutput = ended && step.kind !== 'event'
  const value = isOutput ? step.output : step.input
  if (step.kind === 'timer') return null
  if (!hasJson(value)) return <p>{ended ? 'It answered nothing.' : 'It got nothing.'}</p>
  return <JsonBlock label={isOutput ? 'Output' : 'Input'} value={value} file={`${step.name}-${isOutput ? 'output' : 'input'}`} />
}

function brief(value: unknown, most: number): string {
  const line = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return line.length > most ? `${line.slice(0, most)}…` : line
}
