import { memo, useMemo, type ReactNode } from 'react'
import { ViewportPortal, useStore } from '@xyflow/react'
import { useCanvasStore } from './canvas-store'
import type { Point } from './graph'
import styles from './link-layer.module.css'
import { linesOf, routeOf, routeTo, type Line } from './lines'
import type { Link } from '@/api/links/link'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'

interface LayerProps {
  links: readonly Link[]
  services: readonly Service[]
  dragged: Readonly<Record<string, Point>>
  selected: string | null
  onOpen: (line: Line) => void
}

/** Dashes are slow to draw: with more lines than this, all are solid. */
const mostDashed = 120

/** The links under the nodes. One drawing for all: what moves is one attribute of one line. */
export function LinkLayer({ links, services, dragged, selected, onOpen }: LayerProps) {
  const lines = useMemo(() => linesOf(links, services), [links, services])
  const places = useMemo(() => new Map(services.map(({ id, canvas_x, canvas_y }) => [id, { x: canvas_x ?? 0, y: canvas_y ?? 0 }])), [services])
  const near = useStore((state) => state.transform[2] >= 0.5)
  const at = (id: string) => dragged[id] ?? places.get(id)
  const each = (Part: (props: LineProps) => ReactNode) =>
    lines.map((line) => {
      const [from, to] = [at(line.source), at(line.target)]
      if (!from || !to) return null
      const isSelected = selected === line.source || selected === line.target
      return <Part key={line.id} line={line} fromX={from.x} fromY={from.y} toX={to.x} toY={to.y} selected={isSelected} onOpen={onOpen} />
    })
  return (
    <ViewportPortal>
      <svg className={cx(styles.layer, lines.length > mostDashed && styles.many)} width="1" height="1" aria-hidden="true">
        {each(LinkLine)}
        {near && each(LinkLabel)}
        <Drawn at={at} />
      </svg>
      {near && (
        <svg className={styles.ports} width="1" height="1" aria-hidden="true">
          {each(LinkEnds)}
        </svg>
      )}
    </ViewportPortal>
  )
}

interface LineProps {
  line: Line
  fromX: number
  fromY: number
  toX: number
  toY: number
  selected: boolean
  onOpen: (line: Line) => void
}

const LinkLine = memo(function LinkLine({ line, fromX, fromY, toX, toY, selected, onOpen }: LineProps) {
  const { path } = routeOf({ x: fromX, y: fromY }, { x: toX, y: toY }, line.mutual)
  return (
    // The same is in the list and in the Variables tab, for the keyboard.
    <g className={cx(styles.line, selected && styles.selected, line.kind === 'mount' && styles.solid)} data-state={line.changed ? 'changed' : undefined} data-line={line.id} onClick={() => onOpen(line)}>
      <title>{line.names.join(', ')}</title>
      <path className={styles.wide} d={path} />
      <path d={path} />
    </g>
  )
})

/** Over every line, so that none runs through a word. */
const LinkLabel = memo(function LinkLabel({ line, fromX, fromY, toX, toY, onOpen }: LineProps) {
  const { middle } = routeOf({ x: fromX, y: fromY }, { x: toX, y: toY }, line.mutual)
  const width = line.label.length * letter(line) + 14 + (line.changed ? 14 : 0)
  return (
    <g className={styles.label} data-state={line.changed ? 'changed' : undefined} transform={`translate(${middle.x} ${middle.y})`} onClick={() => onOpen(line)}>
      <title>{line.names.join(', ')}</title>
      <rect x={-width / 2} y="-10" width={width} height="20" rx="4" />
      {line.changed && <path className={styles.pencil} transform={`translate(${-width / 2 + 6} -5.5) scale(0.46)`} d="M4 20l1-4.6L16.4 4l3.6 3.6L8.6 19z" />}
      <text x={line.changed ? 6 : 0} y="4" className={line.names.length > 1 ? styles.words : undefined}>
        {line.label}
      </text>
    </g>
  )
})

/** Over the nodes, on their edges. */
const LinkEnds = memo(function LinkEnds({ line, fromX, fromY, toX, toY, selected }: LineProps) {
  const { start, end } = routeOf({ x: fromX, y: fromY }, { x: toX, y: toY }, line.mutual)
  return (
    <g className={cx(selected && styles.selected)} data-state={line.changed ? 'changed' : undefined}>
      <circle cx={start.x} cy={start.y} r="4" />
      <circle cx={end.x} cy={end.y} r="4" />
    </g>
  )
})

/** The width of a letter of a label: names of variables are in mono. */
function letter(line: Line): number {
  return line.names.length > 1 ? 5.9 : 6.7
}

/** The link that is being drawn, as far as the pointer. */
function Drawn({ at }: { at: (id: string) => Point | undefined }) {
  const connecting = useCanvasStore((state) => state.connecting)
  const pointer = useCanvasStore((state) => state.pointer)
  const from = connecting === null ? undefined : at(connecting)
  return from && pointer ? <path className={styles.drawn} d={routeTo(from, pointer)} /> : null
}
