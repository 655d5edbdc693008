import { useRef, type KeyboardEvent } from 'react'
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react'
import { labelOf } from './history'
import { KnownThen } from './known-then'
import { happened, type Point, type Told } from './stepping'
import styles from './stepper.module.css'
import type { OperationStep } from '@/api/operations/operation'
import { preciseMoment } from '@/lib/time'
import { Button } from '@/ui/button'
import text from '@/ui/text.module.css'

interface StepperProps {
  /** The steps as they were known at the point. */
  steps: readonly OperationStep[]
  points: readonly Point[]
  point: number
  /** What the orchestration said of itself by then. */
  told: Told | null
  /** Somebody steps: what was known is shown. */
  isOpen: boolean
  /** Null: follows the end again. */
  onPoint: (point: number | null) => void
}

/** Goes through a history forwards and backwards, and says what was known at each point of it. */
export function Stepper({ steps, points, point, told, isOpen, onPoint }: StepperProps) {
  const slider = useRef<HTMLInputElement>(null)
  const last = points.length - 1
  const here = points[point]
  const step = here && steps[here.step]
  if (!here || !step) return null
  const sentence = happened(step, here, labelOf(step))
  const go = (to: number) => onPoint(Math.max(0, Math.min(last, to)))
  // The slider has keys of its own: the same ones.
  const press = (event: KeyboardEvent) => {
    const to = event.target === slider.current ? undefined : { ArrowLeft: point - 1, ArrowRight: point + 1, Home: 0, End: last }[event.key]
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <section className={styles.stepper} aria-label="Step through it">
      <div className={styles.bar} role="toolbar" aria-label="Steps" tabIndex={-1} onKeyDown={press}>
        <Button only dense kind="quiet" icon={ChevronFirst} label="To the start" why={point === 0 ? 'This is the start' : null} onClick={() => go(0)} />
        <Button only dense kind="quiet" icon={ChevronLeft} label="Step back" why={point === 0 ? 'This is the start' : null} onClick={() => go(point - 1)} />
        <Button only dense kind="quiet" icon={ChevronRight} label="Step forward" why={point === last ? 'This is the end' : null} onClick={() => go(point + 1)} />
        <Button only dense kind="quiet" icon={ChevronLast} label="To the end" why={isOpen ? null : 'This is the end'} onClick={() => onPoint(null)} />
        <input
          ref={slider}
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
          {point + 1} of {points.length}, <time dateTime={new Date(here.at).toISOString()}>{preciseMoment(here.at)}</time>
        </span>
      </div>
      {isOpen && <KnownThen steps={steps} step={step} ended={here.ended} sentence={sentence} told={told} />}
      <span className={text.unseen} role="status">
        {isOpen && `${point + 1} of ${points.length}: ${sentence}`}
      </span>
    </section>
  )
}
