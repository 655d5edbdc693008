import { useMemo, useState } from 'react'
import { Download } from 'lucide-react'
import { shownJson } from './history'
import styles from './json-block.module.css'
import { download } from '@/lib/download'
import { size } from '@/lib/words'
import { Button } from '@/ui/button'
import { CopyButton } from '@/ui/copy-button'

// As much as somebody reads; a page that lays out more of it stutters.
const folded = 6_000
const most = 300_000

export function hasJson(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** What went into a step or came out of it. The rest of a long one is folded; all of it can be copied and kept. */
export function JsonBlock({ label, value, file }: { label: string; value: unknown; file: string }) {
  const text = useMemo(() => shownJson(value), [value])
  const [whole, setWhole] = useState(false)
  const isLong = text.length > folded
  const shown = isLong ? text.slice(0, whole ? most : lineEnd(text)) : text
  return (
    <div className={styles.block}>
      <h4>
        {label}
        {isLong && <span className={styles.size}>{size(text.length)}</span>}
        <span className={styles.acts}>
          <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
          {isLong && <Button only dense kind="quiet" icon={Download} label={`Download ${label.toLowerCase()}`} onClick={() => download(`${file}.json`, text)} />}
        </span>
      </h4>
      {/* Scrolls on its own, so it can be reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={label}>
        {shown}
        {shown.length < text.length && '\n…'}
      </pre>
      {isLong && (
        <Button dense kind="quiet" label={whole ? 'Show less' : `Show ${text.length > most ? `the first ${size(most)}` : 'all of it'}`} aria-expanded={whole} onClick={() => setWhole(!whole)} />
      )}
    </div>
  )
}

function lineEnd(text: string): number {
  const end = text.lastIndexOf('\n', folded)
  return end > folded / 2 ? end : folded
}
