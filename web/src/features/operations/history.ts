import { goesOn, later } from './stepping'
import { isOver, type OperationDetail, type OperationStep } from '@/api/operations/operation'
import { clock, millis } from '@/lib/time'
import { sentenceCase } from '@/lib/words'

/** One row: every attempt of a step, and every run of it in a row, folded together with the waits between them. */
export interface HistoryRow {
  kind: OperationStep['kind']
  label: string
  status: string
  undo: boolean
  /** In a history that is stepped through: it had not begun. */
  ahead: boolean
  runs: OperationStep[]
  waits: OperationStep[]
  attempts: number
  /** How often it was done. One that is looked at again and again while it goes on is done once. */
  times: number
  startedAt: number | null
  finishedAt: number | null
  /** The place of its last step in the history. */
  last: number
}

/** A step that ended well with a failure to tell, as of a build, is one that failed to everybody but the engine. What was stopped because somebody cancelled the operation has not failed. */
export function asTold(step: OperationStep, of: OperationDetail['status']): OperationStep {
  const { output } = step
  if (step.status !== 'completed' || typeof output !== 'object' || output === null || !('Failure' in output)) return step
  const { Failure: failure } = output
  if (typeof failure !== 'object' || failure === null) return step
  if (of === 'cancelled' && 'Code' in failure && typeof failure.Code === 'string' && failure.Code.endsWith('_killed')) return { ...step, status: 'cancelled' }
  return { ...step, status: 'failed', error: step.error ?? ('Message' in failure && typeof failure.Message === 'string' ? failure.Message : null) }
}

/** It ended before it was done, and not by a fault of its own. */
export function isCut({ status }: Pick<OperationStep, 'status'>): boolean {
  return status === 'terminated' || status === 'cancelled'
}

/** The last check of several that found nothing well: what it saw is why the deployment failed. */
function neverHealthy(step: OperationStep): OperationStep {
  const { output } = step
  if (typeof output !== 'object' || output === null || !('Healthy' in output) || output.Healthy !== false) return step
  return { ...step, status: 'failed', error: step.error ?? ('Seen' in output && typeof output.Seen === 'string' ? output.Seen : null) }
}

/** `overAt`: when the operation was; null while it runs. */
export function rowsOf(told: readonly OperationStep[], overAt: string | null): HistoryRow[] {
  const steps = told.map((step, index) => {
    const next = told[index + 1]
    // A wait that something else put an end to never fires: it lasted until that.
    if (step.kind === 'timer' && step.finished_at === null) return { ...step, finished_at: next?.started_at ?? overAt }
    return next?.name === 'KeepEvidence' && next.status !== later ? neverHealthy(step) : step
  })
  const groups: { runs: OperationStep[]; waits: OperationStep[] }[] = []
  let between: OperationStep[] = []
  const flush = () => {
    if (between.length > 0) groups.push({ runs: between, waits: [] })
    between = []
  }
  for (const step of steps) {
    if (step.kind === 'timer') {
      between.push(step)
      continue
    }
    const last = groups.at(-1)
    const before = last?.runs[0]
    if (last && before && isSame(before, step)) {
      last.waits.push(...between)
      last.runs.push(step)
      between = []
    } else {
      flush()
      groups.push({ runs: [step], waits: [] })
    }
  }
  flush()
  const places = new Map(steps.map((step, place) => [step, place]))
  return groups.map((group) => rowOf(group, Math.max(...[...group.runs, ...group.waits].map((step) => places.get(step) ?? 0))))
}

function isSame(one: OperationStep, other: OperationStep): boolean {
  return one.kind === other.kind && one.name === other.name && one.detail === other.detail && one.undo === other.undo && (one.kind !== 'child' || one.operation === other.operation)
}

function rowOf({ runs, waits }: { runs: OperationStep[]; waits: OperationStep[] }, place: number): HistoryRow {
  const known = runs.filter(({ status }) => status !== later)
  const last = known.at(-1) ?? runs.at(-1)
  const starts = runs.flatMap(({ started_at }) => (started_at === null ? [] : [millis(started_at)]))
  const open = runs.some(({ finished_at, kind }) => finished_at === null && kind !== 'event')
  const ends = runs.flatMap(({ finished_at }) => (finished_at === null ? [] : [millis(finished_at)]))
  return {
    kind: last?.kind ?? 'activity',
    label: labelOf(last),
    // One that runs beside others that are over is what the row is about.
    undo: last?.undo ?? false,
    ahead: known.length === 0,
    status: runs.find(({ status }) => status === 'running')?.status ?? last?.status ?? '',
    runs,
    waits,
    attempts: Math.max(1, ...known.map(({ attempt }) => attempt)),
    times: known.filter((run) => !goesOn(run)).length,
    startedAt: starts.length > 0 ? Math.min(...starts) : null,
    finishedAt: open || ends.length === 0 ? null : Math.max(...ends),
    last: place,
  }
}

const jobs: Record<string, string | undefined> = {
  fetch: 'Fetch the source',
  fetch_all: 'Fetch the whole repository',
  checkout: 'Check out',
  checkout_commit: 'Check out the commit',
  install: 'Install packages',
  build: 'Build',
  pre_deploy: 'Pre-deploy command',
}

export function labelOf(step: Pick<OperationStep, 'kind' | 'name' | 'detail' | 'undo'> | undefined): string {
  if (step === undefined) return ''
  if (step.kind === 'timer') return 'Wait'
  const label = step.detail === null ? sentenceCase(step.name) : (jobs[step.detail] ?? sentenceCase(step.detail))
  if (step.undo) return `Undo: ${label.toLowerCase()}`
  return step.kind === 'event' ? `Told: ${label.toLowerCase()}` : label
}

export interface Span {
  start: number
  end: number
}

/** When it was over; null while it runs. One that was terminated has no end of its own: the last thing that happened is. */
export function overAt(operation: OperationDetail): string | null {
  if (operation.finished_at !== null || !isOver(operation)) return operation.finished_at
  return timesOf(operation).reduce((latest, at) => (millis(at) > millis(latest) ? at : latest))
}

function timesOf({ started_at: first, steps }: OperationDetail): string[] {
  return [first, ...(steps ?? []).flatMap(({ started_at, finished_at }) => [started_at, finished_at].filter((at) => at !== null))]
}

/** From the first thing that happened to the last, or to now while it runs; never empty. */
export function spanOfHistory(operation: OperationDetail, now: number): Span {
  const times = timesOf(operation).map(millis)
  const over = overAt(operation)
  // Of several machines whose clocks differ, one may be ahead of now.
  const end = times.reduce((latest, at) => Math.max(latest, at), over === null ? now : millis(over))
  const start = times.reduce((first, at) => Math.min(first, at))
  return { start, end: Math.max(end, start + 1) }
}

/** Where a bar begins and how long it is, in hundredths of the span. */
export function barOf(span: Span, startedAt: number, finishedAt: number | null): { from: number; width: number } {
  const whole = span.end - span.start
  const part = (at: number) => Math.min(100, Math.max(0, ((at - span.start) / whole) * 100))
  const from = part(startedAt)
  return { from, width: Math.max(0, part(finishedAt ?? span.end) - from) }
}

const paces = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 14_400_000, 86_400_000]

/** The scale's marks, at most seven steps of a round length. */
export function ticksOf({ start, end }: Span): { at: number; label: string }[] {
  const whole = end - start
  const pace = paces.find((step) => whole / step <= 7) ?? whole / 7
  const marks = Array.from({ length: Math.floor(whole / pace) + 1 }, (_, index) => index * pace)
  return marks.map((mark) => ({ at: (mark / whole) * 100, label: pace < 100 ? `${mark} ms` : pace < 1_000 ? `${(mark / 1_000).toFixed(1)} s` : clock(mark) }))
}

/** As it was sent, in lines; JSON within a string is shown as what it is. */
export function shownJson(value: unknown): string {
  return JSON.stringify(unwrapped(value), null, 2) ?? ''
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value
  try {
    return unwrapped(JSON.parse(value))
  } catch {
    return value
  }
}
