const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A duration as a clock that keeps its width while it ticks: `0:04`, `1:12`, `1:02:09`. */
export function clock(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / second))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const seconds = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** What something took, once it is over: a clock, or its part of a second where a clock would say nothing. */
export function duration(milliseconds: number): string {
  if (milliseconds >= second) return clock(milliseconds)
  return milliseconds < 50 ? '< 0.1 s' : `${(Math.max(0, milliseconds) / second).toFixed(1)} s`
}

/** A place in a span, told apart from its neighbours: `3.5 s`, then a clock. */
export function shortly(milliseconds: number): string {
  return milliseconds < 10 * second ? `${(Math.max(0, milliseconds) / second).toFixed(1)} s` : clock(milliseconds)
}

/** How long ago, in one unit: `just now`, `9 min ago`, `2 h ago`, `3 d ago`, then the date. */
export function ago(then: string | number, now: number): string {
  const span = now - millis(then)
  if (span < minute) return 'just now'
  if (span < hour) return `${Math.floor(span / minute)} min ago`
  if (span < day) return `${Math.floor(span / hour)} h ago`
  if (span < 14 * day) return `${Math.floor(span / day)} d ago`
  return date(then)
}

/** `19 Nov` */
export function date(at: string | number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

/** `12:04` in the reader's own zone. */
export function moment(at: string | number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** `12:04:09` */
export function wholeMoment(at: string | number): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** `22 Nov 2026, 12:04:09 GMT+1`, where a moment alone could mean another day or zone. */
export function wholeDate(at: string | number): string {
  return new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' })
}

/** `12:04:09.120` in UTC, as servers write it. */
export function universalMoment(at: string | number): string {
  return new Date(at).toISOString().slice(11, 23)
}

/** `12:04:09.120`, for a log line. */
export function preciseMoment(at: string | number): string {
  const parsed = new Date(at)
  const millisecond = String(parsed.getMilliseconds()).padStart(3, '0')
  return `${wholeMoment(at)}.${millisecond}`
}

/** Milliseconds between two moments; an open end is now. */
export function spanOf(start: string | null, end: string | null, now: number): number | null {
  if (start === null) return null
  return Math.max(0, (end === null ? now : millis(end)) - millis(start))
}

export function millis(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at)
}
