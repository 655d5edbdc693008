import type { KeyboardEvent, Ref } from 'react'
import { ChevronDown, ChevronUp, ListFilter, Search, X } from 'lucide-react'
import styles from './log-view.module.css'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import text from '@/ui/text.module.css'

interface FindProps {
  query: string
  /** The one that is shown, counted from one, and how many there are. */
  at: number
  of: number
  only: boolean
  ref: Ref<HTMLInputElement>
  onQuery: (query: string) => void
  onStep: (by: 1 | -1) => void
  onOnly: (only: boolean) => void
}

/** Finds in a log: marks the lines, or shows only them. */
export function FindBox({ query, at, of, only, ref, onQuery, onStep, onOnly }: FindProps) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      onStep(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape' && query !== '') {
      event.stopPropagation()
      onQuery('')
    }
  }
  return (
    <div className={styles.find} role="search">
      <Icon of={Search} small />
      <input ref={ref} value={query} placeholder="Find (/)" aria-label="Find in the log" onChange={(event) => onQuery(event.target.value)} onKeyDown={keys} spellCheck={false} autoComplete="off" />
      {query !== '' && (
        <>
          <span className={styles.hits} role="status">
            {of === 0 ? 'none' : only ? of : `${at} of ${of}`}
            <span className={text.unseen}> lines</span>
          </span>
          {!only && <Button only dense kind="quiet" icon={ChevronUp} label="Previous (Shift+Enter)" onClick={() => onStep(-1)} />}
          {!only && <Button only dense kind="quiet" icon={ChevronDown} label="Next (Enter)" onClick={() => onStep(1)} />}
          <Button only dense kind="quiet" icon={ListFilter} label="Show only these lines" aria-pressed={only} onClick={() => onOnly(!only)} />
          <Button only dense kind="quiet" icon={X} label="Clear" onClick={() => onQuery('')} />
        </>
      )}
    </div>
  )
}
