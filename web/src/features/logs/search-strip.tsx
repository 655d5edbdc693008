import { ArrowLeft, LocateFixed, Search } from 'lucide-react'
import styles from './log-view.module.css'
import type { WholeSearch } from './use-whole-search'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface StripProps {
  search: WholeSearch | null
  /** How many lines of the log are here. */
  loaded: number
  /** The line that stands out among what was found. */
  chosen: number | null
  onLook: () => void
  onBack: () => void
  /** Null where every line is here anyway. */
  onPlace: ((seq: number) => void) | null
}

/** Says where was looked, and offers to look everywhere. */
export function SearchStrip({ search, loaded, chosen, onLook, onBack, onPlace }: StripProps) {
  if (search === null)
    return (
      <div className={cx(styles.mark, text.lineUp, text.wrap)}>
        <span>Looked in the {count(loaded, 'line')} that are loaded.</span>
        <Button dense icon={Search} label="Search the whole log" onClick={onLook} />
      </div>
    )
  return (
    <>
      <div className={cx(styles.mark, text.lineUp, text.wrap)}>
        <span role="status">{search.busy ? 'Searching the whole log' : found(search)}</span>
        {onPlace && chosen !== null && <Button dense icon={LocateFixed} label={`Show what is around line ${chosen}`} onClick={() => onPlace(chosen)} />}
        <Button dense icon={ArrowLeft} label="Back to the log" onClick={onBack} />
      </div>
      {search.error && (
        <div className={styles.fault}>
          <ProblemNote error={search.error} title="The log could not be searched" onRetry={onLook} />
        </div>
      )}
    </>
  )
}

function found({ entries, cursor, query, error }: WholeSearch): string {
  if (error) return ''
  const lines = `${count(entries.length, 'line')} with “${query}”`
  return cursor === null ? `${lines} in the whole log` : `${lines} so far; there is more to look through`
}
