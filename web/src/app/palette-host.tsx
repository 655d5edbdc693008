import { lazy, Suspense, useEffect } from 'react'
import { Search } from 'lucide-react'
import { usePalette } from './palette-store'
import styles from './shell.module.css'
import { useWhenIdle } from '@/lib/use-when-idle'
import { Icon } from '@/ui/icon'

const loadPalette = () => import('./project-palette')
const ProjectPalette = lazy(() => loadPalette().then((module) => ({ default: module.ProjectPalette })))
const KeysDialog = lazy(() => import('@/features/palette/keys-dialog').then((module) => ({ default: module.KeysDialog })))

export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform)

/** The button in the bar, its key everywhere, and the palette itself once it is asked for. */
export function PaletteHost() {
  const shown = usePalette((state) => state.shown)
  const show = usePalette((state) => state.show)
  useWhenIdle(loadPalette)
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      // A dialog asks something first.
      if (document.querySelector('dialog[open]') === null) show('palette')
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [show])
  return (
    <>
      <button type="button" className={styles.finder} aria-keyshortcuts="Control+K Meta+K" onClick={() => show('palette')}>
        <Icon of={Search} />
        <span>Search or run</span>
        {/* Drawn, not written: the name of the button is what it does. */}
        <kbd aria-hidden="true" data-keys={isMac ? '⌘ K' : 'Ctrl K'} />
      </button>
      <Suspense fallback={null}>
        {shown === 'palette' && <ProjectPalette onClose={() => show(null)} />}
        {shown === 'keys' && <KeysDialog onClose={() => show(null)} />}
      </Suspense>
    </>
  )
}
