import { useEffect, useMemo } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Redo2, Undo2 } from 'lucide-react'
import { keys } from '@/api/keys'
import type { Project } from '@/api/project'
import { useHistory } from '@/lib/history'
import type { Action } from '@/ui/action'
import { useToasts } from '@/ui/toast'

/** Undo and redo for a project's page: its actions, and their keys wherever no text is edited. */
export function useUndo(projectId: string): Action<Project>[] {
  const cache = useQueryClient()
  const { past, future, isBusy } = useHistory()
  const undone = past.at(-1)?.label ?? null
  const redone = future.at(-1)?.label ?? null
  useEffect(() => useHistory.getState().begin(projectId), [projectId])

  const actions = useMemo(() => {
    const take = (what: 'undo' | 'redo') =>
      void useHistory.getState()[what]().then(async (step) => {
        if (step) useToasts.getState().say(`${what === 'undo' ? 'Undone' : 'Done again'}: ${step.label}`)
        await Promise.all([cache.invalidateQueries({ queryKey: keys.projects }), cache.invalidateQueries({ queryKey: keys.services })])
      })
    const wait = isBusy ? 'The last step is still on its way' : null
    return [
      { id: 'undo', label: () => (undone ? `Undo: ${undone}` : 'Undo'), icon: Undo2, key: 'Ctrl+Z', why: () => (undone ? wait : 'Nothing was done in this tab yet'), run: () => take('undo') },
      { id: 'redo', label: () => (redone ? `Redo: ${redone}` : 'Redo'), icon: Redo2, key: 'Ctrl+Shift+Z', why: () => (redone ? wait : 'Nothing was undone'), run: () => take('redo') },
    ] satisfies Action<Project>[]
  }, [cache, undone, redone, isBusy])

  useEffect(() => {
    const keysPressed = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
      // Text has an undo of its own, and a dialog asks something first.
      if (isText(event.target) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      const [undo, redo] = actions
      const action = key === 'y' || event.shiftKey ? redo : undo
      if (action && action.why() === null) action.run()
    }
    window.addEventListener('keydown', keysPressed)
    return () => window.removeEventListener('keydown', keysPressed)
  }, [actions])
  return actions
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
