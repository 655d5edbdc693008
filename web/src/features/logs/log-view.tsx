import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Download, WrapText } from 'lucide-react'
import { findLines } from './find'
import { FindBox } from './find-box'
import { LogLines } from './log-lines'
import { useLog, type LogSource } from './use-log'
import styles from './log-view.module.css'
import { plain } from '@/lib/ansi'
import { download } from '@/lib/download'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import { CopyButton } from '@/ui/copy-button'
import { ProblemNote } from '@/ui/problem-note'
import { Segments } from '@/ui/segments'

type Filter = 'all' | 'warn' | 'error'

interface LogViewProps {
  source: LogSource
  name: string
  /** A failed deployment opens at its first error, all others at the end. */
  failed?: boolean
}

/** Give it a `key` of its source: another one is another log. */
export function LogView({ source, name, failed = false }: LogViewProps) {
  const { buffer, state, error, older } = useLog(source)
  const [filter, setFilter] = useState<Filter>('all')
  const [wrap, setWrap] = useState(true)
  const [query, setQuery] = useState('')
  const [only, setOnly] = useState(false)
  const [current, setCurrent] = useState(0)
  const box = useRef<HTMLInputElement>(null)
  const version = buffer.version()
  const wanted = useDeferredValue(query)
  const levelled = useMemo(
    () => (filter === 'all' ? buffer.lines : buffer.lines.filter(({ level }) => level === 'error' || (filter === 'warn' && level === 'warn'))),
    // The buffer is one object that grows; its version says when.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [buffer, version, filter],
  )
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const found = useMemo(() => findLines(levelled, wanted), [levelled, version, wanted])
  const isFiltered = only && wanted !== ''
  const lines = useMemo(() => (isFiltered ? found.flatMap((index) => levelled[index] ?? []) : levelled), [isFiltered, found, levelled])
  const at = Math.min(current, Math.max(0, found.length - 1))
  const target = isFiltered || wanted === '' ? null : (levelled[found[at] ?? -1]?.seq ?? null)
  const problems = buffer.count('error') + buffer.count('warn')
  const text = () => lines.map((entry) => `${entry.timestamp} ${entry.phase ?? entry.stream ?? ''} ${plain(entry.message)}`).join('\n')

  const keys = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement
    const find = (event.key === '/' && !typing) || (event.key === 'f' && (event.ctrlKey || event.metaKey))
    if (!find) return
    event.preventDefault()
    box.current?.focus()
  }
  return (
    // The keys work from everything inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={styles.viewer} aria-label={`Log of ${name}`} onKeyDown={keys}>
      <div className={styles.tools}>
        <Segments
          label="Which lines"
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'all', label: 'All' },
            { value: 'warn', label: `Warnings ${problems}` },
            { value: 'error', label: `Errors ${buffer.count('error')}` },
          ]}
        />
        <FindBox
          ref={box}
          query={query}
          at={found.length === 0 ? 0 : at + 1}
          of={found.length}
          only={only}
          onQuery={(typed) => {
            setQuery(typed)
            setCurrent(0)
          }}
          onStep={(by) => setCurrent(found.length === 0 ? 0 : (at + by + found.length) % found.length)}
          onOnly={setOnly}
        />
        <span className={styles.state} role="status">
          {stateWord(buffer.ended, state, buffer.lines.length)}
        </span>
        <Button only dense kind="quiet" icon={WrapText} label="Wrap long lines" aria-pressed={wrap} onClick={() => setWrap(!wrap)} />
        <CopyButton text={text} label="Copy all" />
        <Button only dense kind="quiet" icon={Download} label="Download this log" onClick={() => download(`${name}.log`, text())} />
      </div>
      {error && (
        <div className={styles.fault}>
          <ProblemNote error={error} title="The log cannot be shown" />
        </div>
      )}
      <LogLines
        key={`${filter}${wrap}${isFiltered}`}
        lines={lines}
        total={buffer.lines.length}
        wrap={wrap}
        startAtError={failed && buffer.ended}
        query={wanted}
        target={target}
        older={isFiltered ? null : older}
        head={buffer.dropped > 0 && <p className={styles.mark}>{count(buffer.dropped, 'earlier line')} left out here.</p>}
        foot={
          lines.length === 0 && (
            <p className={styles.none}>
              {buffer.lines.length > 0 ? 'No such lines.' : buffer.ended ? 'Nothing was written.' : error ? '' : 'Waiting for the first line.'}
            </p>
          )
        }
      />
    </section>
  )
}

function stateWord(ended: boolean, state: string, lines: number): string {
  if (ended) return count(lines, 'line')
  if (state === 'waiting') return 'Connection lost, trying again'
  return state === 'open' ? 'Live' : ''
}
