import { useCallback, useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react'
import { ArrowDown } from 'lucide-react'
import { chunkLines, firstAfter, toChunks, type Chunk } from './log-buffer'
import { LogChunk } from './log-line'
import { leavesEnd, lineHeight, offsetOf, windowOf } from './log-window'
import styles from './log-view.module.css'
import type { LogEntry } from '@/api/deployments/log-entry'
import { cx } from '@/lib/cx'
import { Button } from '@/ui/button'

interface LogLinesProps {
  lines: readonly LogEntry[]
  wrap: boolean
  utc: boolean
  /** New lines come at the end. */
  follow: boolean
  startAtError: boolean
  /** Marked where it stands. */
  query: string
  /** The seq of the line that is to be seen. */
  target: number | null
  /** The seq of the line that stands out. */
  marked: number | null
  onMark: (seq: number) => void
  /** Reads what was before the first line. */
  older: (() => Promise<void>) | null
  /** Reads what came after the last one, where that is not followed. */
  newer: (() => Promise<void>) | null
  head: ReactNode
  foot: ReactNode
}

/** Draws only the chunks that can be seen; their heights are measured, the others' are guessed. */
export function LogLines({ lines, wrap, utc, follow, startAtError, query, target, marked, onMark, older, newer, head, foot }: LogLinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<number, number>())
  const elements = useRef(new Map<number, HTMLElement>())
  const last = useRef({ top: 0, height: 0 })
  const [former, setFormer] = useState<Chunk[]>([])
  const [view, setView] = useState({ top: 0, viewport: 600 })
  // The last line there was when the reader left the end; null at the end.
  const [seen, setSeen] = useState(() => (follow && !startAtError && target === null ? null : (lines.at(-1)?.seq ?? 0)))
  const following = seen === null
  const leave = () => setSeen((before) => before ?? lines.at(-1)?.seq ?? 0)
  const wasMoved = useRef(false)
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
    if (!element || !startAtError || firstError === -1 || wasMoved.current) return
    leave()
    element.scrollTop = offsetOf(all, Math.floor(firstError / chunkLines)) + (firstError % chunkLines) * lineHeight - 60
    // Once, when the log is there: afterwards the place is the reader's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [startAtError, firstError === -1])

  // What was found last is shown, wherever the reader was; a line of the address as soon as it was read.
  const place = target === null ? -1 : firstAfter(lines, target - 1)
  const index = lines[place]?.seq === target ? place : -1
  useEffect(() => {
    const element = scroller.current
    if (!element || index === -1) return
    leave()
    element.scrollTop = Math.max(0, offsetOf(all, Math.floor(index / chunkLines)) + (index % chunkLines) * lineHeight - element.clientHeight / 3)
    // A new target moves the view once; the heights that come later do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target, index === -1])

  const [reading, setReading] = useState(false)
  const readNewer = async () => {
    setReading(true)
    await newer?.()
    setReading(false)
  }
  const readOlder = async () => {
    const element = scroller.current
    if (!element || !older || reading) return
    const fromEnd = element.scrollHeight - element.scrollTop
    leave()
    setReading(true)
    await older()
    setReading(false)
    // The line that was at the top stays there.
    requestAnimationFrame(() => (element.scrollTop = element.scrollHeight - fromEnd))
  }
  const scrolled = () => {
    const element = scroller.current
    if (!element) return
    const now = { top: element.scrollTop, height: element.scrollHeight }
    if (following && leavesEnd(last.current, now)) stop()
    last.current = now
    setView({ top: now.top, viewport: element.clientHeight })
  }
  const stop = () => {
    wasMoved.current = true
    leave()
  }
  // A click on a line marks it; one that ends a selection of text does not.
  const clicked = ({ target: element }: MouseEvent) => {
    const line = element instanceof Element ? element.closest<HTMLElement>('[data-seq]') : null
    if (line && (getSelection()?.isCollapsed ?? true)) onMark(Number(line.dataset.seq))
  }
  const fresh = following ? 0 : lines.length - firstAfter(lines, seen)
  return (
    <>
      {/* A click marks a line; by keyboard one is found with /. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        className={cx(styles.log, wrap && styles.wrapped)}
        onScroll={scrolled}
        onWheel={(event) => event.deltaY < 0 && following && stop()}
        onClick={clicked}
        // A scrolling region has to be reached by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Lines"
      >
        {older && (
          <p className={styles.mark}>
            <Button dense label="Show older lines" busy={reading} onClick={() => void readOlder()} />
          </p>
        )}
        {head}
        <div style={{ height: shown.before }} />
        {chunks.slice(shown.first, shown.end).map((chunk) => (
          <LogChunk key={chunk.key} chunk={chunk} measure={measure} query={query} marked={chunk.lines.some(({ seq }) => seq === marked) ? marked : null} utc={utc} />
        ))}
        <div style={{ height: shown.after }} />
        {newer && (
          <p className={styles.mark}>
            <Button dense label="Show newer lines" busy={reading} onClick={() => void readNewer()} />
          </p>
        )}
        {foot}
      </div>
      {follow && !following && (
        <Button dense className={styles.follow} icon={ArrowDown} label={fresh > 0 ? `${fresh} new` : 'Follow'} onClick={() => setSeen(null)} />
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
