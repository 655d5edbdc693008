/** A day as a link and a date field have it; empty where it is none. */
export function readDay(said: string | null): string {
  return said !== null && /^\d{4}-\d\d-\d\d$/.test(said) && !Number.isNaN(Date.parse(said)) ? said : ''
}

/** When the day begins where the reader is; empty for no day. */
export function startOf(day: string): string {
  return day === '' ? '' : new Date(`${day}T00:00`).toISOString()
}

/** When the day is over where the reader is, also where it has 23 or 25 hours. */
export function endOf(day: string): string {
  if (day === '') return ''
  const next = new Date(`${day}T00:00`)
  next.setDate(next.getDate() + 1)
  return next.toISOString()
}
