/** How far back the list may go, by what a link says. */
export const spans = {
  '1h': { label: 'Last hour', hours: 1 },
  '24h': { label: 'Last 24 hours', hours: 24 },
  '7d': { label: 'Last 7 days', hours: 7 * 24 },
  '30d': { label: 'Last 30 days', hours: 30 * 24 },
} as const

export type Span = keyof typeof spans

/** Empty: any time, also where a link says what is none. */
export function readSpan(said: string | null): Span | '' {
  return said !== null && Object.hasOwn(spans, said) ? (said as Span) : ''
}
