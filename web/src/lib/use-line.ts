import { useLocation, useSearch } from 'wouter'

/** The line of a log that the address names: what it shows can be sent to somebody. */
export function useLine(): [number | null, (line: number | null) => void] {
  const [path, navigate] = useLocation()
  const query = new URLSearchParams(useSearch())
  const named = Number(query.get('line') ?? NaN)
  const change = (line: number | null) => {
    if (line === null) query.delete('line')
    else query.set('line', String(line))
    navigate(query.size === 0 ? path : `${path}?${query}`, { replace: true })
  }
  return [Number.isSafeInteger(named) && named > 0 ? named : null, change]
}
