let ahead = 0

/** Learns how far the server's clock is ahead, from an answer's Date (whole seconds, so small differences mean nothing). */
export function learnServerTime(date: string | null): void {
  const stamp = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(stamp)) return
  const difference = stamp - Date.now()
  ahead = Math.abs(difference) > 2_000 ? difference : 0
}

/** Now by the server's clock: what running clocks are counted against. */
export function serverNow(): number {
  return Date.now() + ahead
}
