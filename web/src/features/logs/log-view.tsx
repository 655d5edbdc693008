import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { ArrowDown, Download, WrapText } from 'lucide-react'
import { chunkLines, toChunks, type Chunk } from './log-buffer'
import { LogChunk } from './log-line'
import { leavesEnd, lineHeight, offsetOf, windowOf } from './log-window'
import { useDeploymentLog } from './use-deployment-log'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { plain } from '@/lib/ansi'
import { cx } from '@/lib/cx'
import { download } from '@/lib/download'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import { CopyButton } from '@/ui/copy-button'
import { ProblemNote } from '@/ui/problem-note'
import { Segments } from '@/ui/segments'

type Filter = 'all' | 'warn' | 'error'

interface LogViewProps {
  deploymentId: string
  name: string
  /** A failed deployment opens at its first error, all others at the end. */
  failed: boolean
}

/** Give it `key={deploymentId}`: another deployment is another log. */
export function LogView({ deploymentId, name, failed }: LogViewProps) {
  const { buffer, state, error } = useDeploymentLog(deploymentId)
  const [filter, setFilter] = useState<Filter>('all')
  const [wrap, setWrap] = useState(true)
  const lines =
    filter === 'all'
      ? buffer.lines
      : buffer.lines.filter((entry) => (filter === 'error' ? entry.level === 'error' : entry.level === 'error' || entry.level === 'warn'))
  const problems = buffer.count('error') + buffer.count('warn')
  const text = () => lines.map((entry) => `${entry.timestamp} ${entry.phase ?? ''} ${plain(entry.message)}`).join('\n')
  return (
    <section className={styles.viewer} aria-label={`Log of ${name}`}>
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
      <Lines
        key={`${filter}${wrap}`}
        lines={lines}
        total={buffer.lines.length}
        wrap={wrap}
        startAtError={failed && buffer.ended}
        head={buffer.dropped > 0 && <p className={styles.mark}>{count(buffer.dropped, 'earlier line')} left out here; the download at the API has them.</p>}
        foot={
          lines.length === 0 && (
            <p className={styles.none}>{buffer.lines.length > 0 ? 'No such lines.' : buffer.ended ? 'Nothing was written.' : 'Waiting for the first line.'}</p>
          )
        }
      />
    </section>
  )
}

interface LinesProps {
  lines: readonly LogEntry[]
  total: number
  wrap: boolean
  startAtError: boolean
  head: ReactNode
  foot: ReactNode
}

/** Draws only the chunks that can be seen; their heights are measured, the others' are guessed. */
function Lines({ lines, total, wrap, startAtError, head, foot }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<number, number>())
  const elements = useRef(new Map<number, HTMLElement>())
  const last = useRef({ top: 0, height: 0 })
  const [former, setFormer] = useState<Chunk[]>([])
  const [view, setView] = useState({ top: 0, viewport: 600 })
  const [following, setFollowing] = useState(!startAtError)
  const [seen, setSeen] = useState(0)
  const [, redraw] = useState(0)

  const chunks = toChunks(lines, former)
  if (chunks.length !== former.length || chunks.some((chunk, index) => chunk !== former[index])) setFormer(chunks)

  const observer = useSizes(elements, heights, () => redraw((turn) => turn + 1))
  const measure = useCallback(
    (key: number, element: HTMLElement | null) => {
      const old = elements.current.get(key)
      if (old) observer.current?.unobserve(old)
      if (element) {
        elements.current.set(key, element)
        observer.current?.observe(element)
      } else elements.current.delete(key)
    },
    [observer],
  )

  // The heights are a measurement of what was drawn last; a change of one draws again.
  // eslint-disable-next-line react-hooks/refs
  const all = chunks.map((chunk) => heights.current.get(chunk.key) ?? chunk.lines.length * lineHeight)
  const shown = windowOf(all, view.top, view.viewport)

  useLayoutEffect(() => {
    const element = scroller.current
    if (element && following) element.scrollTop = element.scrollHeight
  })

  const firstError = lines.findIndex((entry) => entry.level === 'error')
  useEffect(() => {
    const element = scroller.current
    if (!element || !startAtError || firstError === -1) return
    element.scrollTop = offsetOf(all, Math.floor(firstError / chunkLines)) + (firstError % chunkLines) * lineHeight - 60
    // Once, when the log is there: afterwards the place is the reader's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [startAtError, firstError === -1])

  const scrolled = () => {
    const element = scroller.current
    if (!element) return
    const now = { top: element.scrollTop, height: element.scrollHeight }
    if (following && leavesEnd(last.current, now)) stop()
    last.current = now
    setView({ top: now.top, viewport: element.clientHeight })
  }
  const stop = () => {
    setFollowing(false)
    setSeen(total)
  }
  return (
    <>
      <div
        ref={scroller}
        className={cx(styles.log, wrap && styles.wrapped)}
        onScroll={scrolled}
        onWheel={(event) => event.deltaY < 0 && following && stop()}
        // A scrolling region has to be reached by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Lines"
      >
        {head}
        <div style={{ height: shown.before }} />
        {chunks.slice(shown.first, shown.end).map((chunk) => (
          <LogChunk key={chunk.key} chunk={chunk} measure={measure} />
        ))}
        <div style={{ height: shown.after }} />
        {foot}
      </div>
      {!following && (
        <Button dense className={styles.follow} icon={ArrowDown} label={total > seen ? `${total - seen} new` : 'Follow'} onClick={() => setFollowing(true)} />
      )}
    </>
  )
}

function useSizes(elements: React.RefObject<Map<number, HTMLElement>>, heights: React.RefObject<Map<number, number>>, changed: () => void) {
  const observer = useRef<ResizeObserver | null>(null)
  const tell = useRef(changed)
  useLayoutEffect(() => {
    const sizes = new ResizeObserver((entries) => {
      let different = false
      for (const { target } of entries) {
        const key = Number((target as HTMLElement).dataset.chunk)
        const height = (target as HTMLElement).offsetHeight
        different ||= heights.current.get(key) !== height
        heights.current.set(key, height)
      }
      if (different) tell.current()
    })
    observer.current = sizes
    for (const element of elements.current.values()) sizes.observe(element)
    return () => sizes.disconnect()
  }, [elements, heights])
  return observer
}

function stateWord(ended: boolean, state: string, lines: number): string {
  if (ended) return count(lines, 'line')
  if (state === 'waiting') return 'Connection lost, trying again'
  return state === 'open' ? 'Live' : ''
}
