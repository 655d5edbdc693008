import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react'
import { labelOf, shownJson } from './history'
import type { Point } from './stepping'
import styles from './stepper.module.css'
import type { OperationStep } from '@/api/operations/operation'
import { duration, preciseMoment, spanOf } from '@/lib/time'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'

interface StepperProps {
  /** The steps as they were known at the point. */
  steps: readonly OperationStep[]
  points: readonly Point[]
  point: number
  /** Somebody steps: what was known is shown. */
  isOpen: boolean
  /** Null: follows the end again. */
  onPoint: (point: number | null) => void
}

/** Goes through a history forwards and backwards, and says what was known at each point of it. */
export function Stepper({ steps, points, point, isOpen, onPoint }: StepperProps) {
  const last = points.length - 1
  const here = points[point]
  const step = here && steps[here.step]
  if (!here || !step) return null
  const sentence = happened(step, here)
  const known = steps.filter(({ status }) => status !== 'later')
  const open = known.filter(({ status }) => status === 'running' || status === 'waiting')
  return (
    <section className={styles.stepper} aria-label="Step through it">
      <div className={styles.bar}>
        <Button only dense kind="quiet" icon={ChevronFirst} label="To the start" why={point === 0 ? 'This is the start' : null} onClick={() => onPoint(0)} />
        <Button only dense kind="quiet" icon={ChevronLeft} label="Step back" why={point === 0 ? 'This is the start' : null} onClick={() => onPoint(point - 1)} />
        <Button only dense kind="quiet" icon={ChevronRight} label="Step forward" why={point === last ? 'This is the end' : null} onClick={() => onPoint(point + 1)} />
        <Button only dense kind="quiet" icon={ChevronLast} label="To the end" why={isOpen ? null : 'This is the end'} onClick={() => onPoint(null)} />
        <input
          type="range"
          className={styles.range}
          aria-label="Point in the history"
          aria-valuetext={`${point + 1} of ${points.length}: ${sentence}`}
          min={0}
          max={last}
          value={point}
          onChange={(event) => onPoint(Number(event.target.value))}
        />
        <span className={styles.place}>
          {point + 1} of {points.length}, {preciseMoment(here.at)}
        </span>
      </div>
      {isOpen && (
        <div className={styles.known}>
          <div>
            <h3>{sentence}</h3>
            <Result step={step} ended={here.ended} />
          </div>
          <dl>
            <dt>So far</dt>
            <dd>{count(known.length - open.length, 'step')} done</dd>
            <dt>Under way</dt>
            <dd>{open.length === 0 ? 'Nothing' : open.map((one) => (one.kind === 'timer' ? waits(one) : labelOf(one))).join(', ')}</dd>
          </dl>
        </div>
      )}
    </section>
  )
}

function Result({ step, ended }: { step: OperationStep; ended: boolean }) {
  if (step.error && ended) return <p className={styles.error}>{step.error}</p>
  const value = ended && step.kind !== 'event' ? step.output : step.input
  if (value === undefined || value === null || value === '') return <p>{ended ? 'It answered nothing.' : 'It got nothing.'}</p>
  return (
    <>
      <h4>{ended && step.kind !== 'event' ? 'Output' : 'Input'}</h4>
      {/* Scrolls on its own, so it can be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{shownJson(value)}</pre>
    </>
  )
}

function happened(step: OperationStep, { ended }: Point): string {
  const label = labelOf(step)
  if (step.kind === 'event') return label
  if (step.kind === 'timer') return ended ? 'The wait was over' : waits(step)
  if (!ended) return `${label} began${step.attempt > 1 ? `, attempt ${step.attempt}` : ''}`
  const took = step.started_at === null || step.finished_at === null ? '' : ` after ${duration(spanOf(step.started_at, step.finished_at, 0) ?? 0)}`
  return `${label} ${step.status === 'failed' ? 'failed' : 'was done'}${took}`
}

/** What an operation that does nothing waits for. */
export function waits({ until }: OperationStep): string {
  return until === null ? 'Waits' : `Waits until ${preciseMoment(until).slice(0, 8)}`
}
