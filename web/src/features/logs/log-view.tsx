import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Download, Link, WrapText } from 'lucide-react'
import { FindBox } from './find-box'
import { linesOf } from './log-buffer'
import { LogLines } from './log-lines'
import { SearchStrip } from './search-strip'
import { useFind } from './use-find'
import { useLog, type LogSource } from './use-log'
import { useWholeSearch } from './use-whole-search'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { plain } from '@/lib/ansi'
import { download } from '@/lib/download'
import { usePreference } from '@/lib/preference'
import { routes } from '@/lib/routes'
import { useLine } from '@/lib/use-line'
import { count, sentenceCase } from '@/lib/words'
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
export function LogView(props: LogViewProps) {
  const [line, setLine] = useLine()
  // Where it was opened: a line that is marked later moves nothing.
  const [place, setPlace] = useState(line)
  const go = (seq: number | null) => {
    setLine(seq)
    setPlace(seq)
  }
  return <LogPane key={place} {...props} place={place} line={line} onLine={setLine} onPlace={go} />
}

interface PaneProps extends LogViewProps {
  place: number | null
  line: number | null
  onLine: (seq: number) => void
  /** Null is the end. */
  onPlace: (seq: number | null) => void
}

function LogPane({ source, name, failed = false, place, line, onLine, onPlace }: PaneProps) {
  const { buffer, state, error, older, newer } = useLog(source, place)
  const [filter, setFilter] = useState<Filter>('all')
  const [phase, setPhase] = useState('')
  const [wrap, setWrap] = usePreference('log-wrap', true)
  const [utc, setUtc] = usePreference('log-utc', false)
  const [query, setQuery] = useState('')
  const [only, setOnly] = useState(false)
  const [current, setCurrent] = useState(0)
  const { search, look, further, close } = useWholeSearch(source)
  const box = useRef<HTMLInputElement>(null)
  const version = buffer.version()
  const find = useFind(buffer, useDeferredValue(query))
  // The buffer is one object that grows; its version says when.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const phases = useMemo(() => [...new Set(buffer.lines.flatMap((entry) => entry.phase ?? []))], [buffer, version])
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const chosen = useMemo(() => buffer.lines.filter((entry) => isOf(entry, filter, phase)), [buffer, version, filter, phase])
  const finds = useMemo(() => search?.entries ?? linesOf(chosen, find.seqs), [search, chosen, find])
  const isFiltered = only && find.query !== '' && search === null
  const lines = search?.entries ?? (isFiltered ? finds : chosen)
  const at = Math.min(current, Math.max(0, finds.length - 1))
  const hit = isFiltered || query === '' ? null : (finds[at]?.seq ?? null)
  const marked = hit ?? line
  const isWhole = older === null && newer === null && buffer.dropped === 0
  const text = () => lines.map((entry) => `${entry.timestamp} ${entry.phase ?? entry.stream ?? ''} ${plain(entry.message)}`).join('\n')
  const ask = (typed: string) => {
    setQuery(typed)
    setCurrent(0)
    close()
  }
  const keys = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
    const wanted = (event.key === '/' && !typing) || (event.key === 'f' && (event.ctrlKey || event.metaKey))
    if (!wanted) return
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
            { value: 'warn', label: `Warnings ${buffer.count('error') + buffer.count('warn')}` },
            { value: 'error', label: `Errors ${buffer.count('error')}` },
          ]}
        />
        {phases.length > 1 && (
          <select className={styles.pick} aria-label="Phase" value={phase} onChange={(event) => setPhase(event.target.value)}>
            <option value="">All phases</option>
            {phases.map((one) => (
              <option key={one} value={one}>
                {sentenceCase(one)}
              </option>
            ))}
          </select>
        )}
        <FindBox
          ref={box}
          query={query}
          at={finds.length === 0 ? 0 : at + 1}
          of={finds.length}
          only={only}
          onQuery={ask}
          onStep={(by) => setCurrent(finds.length === 0 ? 0 : (at + by + finds.length) % finds.length)}
          onOnly={setOnly}
        />
        <span className={styles.state} role="status">
          {newer ? 'An earlier part' : stateWord(buffer.ended, state, buffer.lines.length)}
        </span>
        {newer && <Button dense label="Go to the end" onClick={() => onPlace(null)} />}
        {marked !== null && <CopyButton icon={Link} text={() => linkTo(source, marked)} label={`Copy the link to line ${marked}`} />}
        <Button dense kind="quiet" className={styles.wide} label="UTC" title={utc ? 'Times are UTC' : 'Times are of your zone'} aria-pressed={utc} onClick={() => setUtc(!utc)} />
        <Button only dense kind="quiet" icon={WrapText} label="Wrap long lines" aria-pressed={wrap} onClick={() => setWrap(!wrap)} />
        <CopyButton text={text} label={lines.length === buffer.lines.length ? 'Copy all' : 'Copy these lines'} />
        <Button only dense kind="quiet" icon={Download} label={`Download ${count(lines.length, 'line')}`} onClick={() => download(`${name}.log`, text())} />
      </div>
      {error && (
        <div className={styles.fault}>
          <ProblemNote error={error} title="The log cannot be shown" />
        </div>
      )}
      {(search !== null || (query !== '' && !isWhole)) && (
        <SearchStrip
          search={search}
          loaded={buffer.lines.length}
          chosen={hit}
          onLook={() => {
            setCurrent(0)
            look(query)
          }}
          onBack={close}
          onPlace={source.kind === 'service' ? onPlace : null}
        />
      )}
      <LogLines
        key={`${filter}${phase}${wrap}${isFiltered}${search !== null}`}
        lines={lines}
        wrap={wrap}
        utc={utc}
        follow={newer === null && search === null}
        startAtError={failed && buffer.ended && place === null}
        query={query === '' ? '' : (search?.query ?? find.query)}
        target={hit ?? place}
        marked={marked}
        onMark={(seq) => (hit === null ? onLine(seq) : setCurrent(Math.max(0, finds.findIndex((entry) => entry.seq === seq))))}
        older={search ? (source.kind === 'service' && search.cursor !== null ? further : null) : isFiltered ? null : older}
        newer={search ? (source.kind === 'deployment' && search.cursor !== null ? further : null) : isFiltered ? null : newer}
        head={search === null && buffer.dropped > 0 && <p className={styles.mark}>{count(buffer.dropped, 'earlier line')} left out here.</p>}
        foot={
          lines.length === 0 && (
            <p className={styles.none}>
              {search?.busy ? '' : buffer.lines.length > 0 ? 'No such lines.' : buffer.ended ? 'Nothing was written.' : error ? '' : 'Waiting for the first line.'}
            </p>
          )
        }
      />
    </section>
  )
}

function isOf({ level, phase }: LogEntry, filter: Filter, wanted: string): boolean {
  return (filter === 'all' || level === 'error' || (filter === 'warn' && level === 'warn')) && (wanted === '' || phase === wanted)
}

/** A deployment's page shows that deployment for ever; a panel shows the newest one's. */
function linkTo({ kind, id }: LogSource, line: number): string {
  const address = new URL(kind === 'deployment' ? routes.deployment(id) : location.href, location.href)
  address.searchParams.set('line', String(line))
  return address.href
}

function stateWord(ended: boolean, state: string, lines: number): string {
  if (ended) return count(lines, 'line')
  if (state === 'waiting') return 'Connection lost, trying again'
  return state === 'open' ? 'Live' : ''
}
