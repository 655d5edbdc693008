import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Search } from 'lucide-react'
import styles from './palette.module.css'
import { find, type Found, type Marks } from './rank'
import { cx } from '@/lib/cx'
import { Icon, type IconShape } from '@/ui/icon'
import text from '@/ui/text.module.css'

export const paletteGroups = ['Actions', 'Nodes', 'Deployments', 'Projects', 'Pages', 'Theme'] as const
export type PaletteGroup = (typeof paletteGroups)[number]

/** One line of the palette: something to do, or somewhere to go. */
export interface PaletteItem {
  id: string
  group: PaletteGroup
  label: string
  /** Found by these words too, which are not shown. */
  words?: string
  icon: IconShape
  /** Stands at the end of the line. */
  hint?: ReactNode
  /** As it is pressed elsewhere: `Ctrl+Z`. */
  keys?: string
  /** Shown only when it is looked for. */
  isRare?: boolean
  /** Why it cannot be done now. */
  why?: string | null
  run: () => void
}

interface PaletteProps {
  items: readonly PaletteItem[]
  onClose: () => void
}

const mostUnasked = 6
const mostFound = 8

/** Finds what can be done and where one can go: arrows choose, Enter runs, Esc closes. */
export function Palette({ items, onClose }: PaletteProps) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const found = find(query.trim() === '' ? items.filter(({ isRare }) => !isRare) : items, query)
  const groups = grouped(found, query.trim() === '' ? mostUnasked : mostFound)
  const shown = groups.flatMap(({ entries }) => entries)
  const current = shown[Math.min(at, shown.length - 1)]

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector('input')?.focus()
    return () => element?.close()
  }, [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at, query])

  const run = (item: PaletteItem | undefined) => {
    if (!item || item.why) return
    onClose()
    item.run()
  }
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return onClose()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && shown.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, shown.length - 1) + step + shown.length) % shown.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(current?.item)
    }
  }
  return (
    // The dialog's own keys; a press beside it closes it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Search or run"
      onKeyDown={keys}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.box}>
        <label className={styles.search}>
          <Icon of={Search} />
          <input
            type="text"
            role="combobox"
            aria-label="Search or run an action"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={current && `${id}-${current.item.id}`}
            placeholder="Search or run an action"
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value)
              setAt(0)
            }}
          />
          <kbd className={styles.key}>Esc</kbd>
        </label>
        <div ref={list} id={`${id}-list`} className={styles.results} role="listbox" aria-label="Results">
          {groups.map(({ name, entries }) => (
            <div key={name} role="group" aria-labelledby={`${id}-${name}`}>
              <h3 id={`${id}-${name}`}>{name}</h3>
              {entries.map(({ item, marks }) => (
                // The keys are those of the field, which keeps the focus.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={item.id}
                  id={`${id}-${item.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={item === current?.item}
                  aria-disabled={item.why ? true : undefined}
                  onPointerMove={() => setAt(shown.findIndex((entry) => entry.item === item))}
                  onClick={() => run(item)}
                >
                  <Icon of={item.icon} />
                  <span className={text.cut}>
                    <Marked label={item.label} marks={marks} />
                  </span>
                  <span className={cx(styles.hint, text.right)}>
                    {item.why ?? item.hint}
                    {!item.why && item.keys && <Keys of={item.keys} />}
                  </span>
                </div>
              ))}
            </div>
          ))}
          {shown.length === 0 && <p className={styles.none}>Nothing is called like that.</p>}
        </div>
        <footer className={text.onlyWide}>
          <span>
            <kbd className={styles.key}>↑</kbd>
            <kbd className={styles.key}>↓</kbd> choose
          </span>
          <span>
            <kbd className={styles.key}>Enter</kbd> run
          </span>
          <span>
            <kbd className={styles.key}>Esc</kbd> close
          </span>
          <span className={text.right} role="status">
            {shown.length === found.length ? `${found.length} found` : `${shown.length} of ${found.length} found`}
          </span>
        </footer>
      </div>
    </dialog>
  )
}

/** A combination of keys: `Ctrl+Z`. */
export function Keys({ of }: { of: string }) {
  return (
    <span className={styles.keys}>
      {(of === '+' ? ['+'] : of.split('+')).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  )
}

function Marked({ label, marks }: { label: string; marks: Marks }) {
  const parts: ReactNode[] = []
  let end = 0
  for (const [from, to] of marks) {
    parts.push(label.slice(end, from), <mark key={from}>{label.slice(from, to)}</mark>)
    end = to
  }
  return (
    <>
      {parts}
      {label.slice(end)}
    </>
  )
}

function grouped(found: readonly Found<PaletteItem>[], most: number): { name: PaletteGroup; entries: Found<PaletteItem>[] }[] {
  return paletteGroups
    .map((name) => ({ name, entries: found.filter(({ item }) => item.group === name).slice(0, most) }))
    .filter(({ entries }) => entries.length > 0)
}
