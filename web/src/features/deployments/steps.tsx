import { Circle, CircleMinus } from 'lucide-react'
import styles from './steps.module.css'
import type { Deployment, Step } from '@/api/deployment'
import type { NodeStatus } from '@/api/service'
import { duration } from '@/lib/time'
import { stepDuration, stepLabel, stepsOf, stepState, type StepState } from '@/status/steps'
import { Clock } from '@/ui/clock'
import { Icon, type IconShape } from '@/ui/icon'
import { stateIcon } from '@/ui/state-label'
import text from '@/ui/text.module.css'

/** The steps of a deployment with what each took; the one that runs has a clock that goes. */
export function Steps({ deployment }: { deployment: Deployment }) {
  const steps = stepsOf(deployment)
  if (steps.length === 0) return null
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <StepRow key={`${step.name}${index}`} step={step} reason={deployment.error?.message ?? null} />
      ))}
    </ol>
  )
}

function StepRow({ step, reason }: { step: Step; /** Said above already. */ reason: string | null }) {
  const state = stepState(step)
  const fault = state === 'failed' && step.error !== reason ? step.error : null
  return (
    <li data-state={tone(state)} data-step={state}>
      <Icon of={icon(state)} />
      <p>
        {stepLabel(step.name)}
        <span className={text.unseen}>, {word(state)}</span>
      </p>
      <span className={styles.clock}>
        <StepClock step={step} state={state} />
      </span>
      {fault && <small>{fault}</small>}
      {!fault && (step.attempt ?? 1) > 1 && <small>Attempt {step.attempt}</small>}
    </li>
  )
}

function StepClock({ step, state }: { step: Step; state: StepState }) {
  if (state === 'runs' && step.started_at) return <Clock since={step.started_at} />
  if (step.finished_at === null) return null
  const took = stepDuration(step, 0)
  return took === null ? null : duration(took)
}

function tone(state: StepState): NodeStatus {
  switch (state) {
    case 'done':
      return 'live'
    case 'runs':
      return 'deploying'
    case 'failed':
      return 'failed'
    case 'waits':
    case 'cancelled':
      return 'stopped'
  }
}

function icon(state: StepState): IconShape {
  switch (state) {
    case 'done':
    case 'runs':
    case 'failed':
      return stateIcon(tone(state))
    case 'waits':
      return Circle
    case 'cancelled':
      return CircleMinus
  }
}

function word(state: StepState): string {
  switch (state) {
    case 'done':
      return 'done'
    case 'runs':
      return 'running'
    case 'failed':
      return 'failed'
    case 'waits':
      return 'waiting'
    case 'cancelled':
      return 'cancelled'
  }
}
