import { useMemo } from 'react'
import { List, Plus, Rocket, Search, Trash2, Undo2, Waypoints } from 'lucide-react'
import type { Project } from '@/api/project'
import type { DeployChanges } from '@/features/changes/use-deploy-changes'
import { count } from '@/lib/words'
import type { Action } from '@/ui/action'

export interface ProjectHandlers {
  changes: DeployChanges
  view: 'canvas' | 'list'
  add: () => void
  review: (what: 'review' | 'discard') => void
  turnTo: (view: 'canvas' | 'list') => void
  remove: () => void
}

/** Everything that can be done with a project as a whole, for the palette and the menu. */
export function useProjectActions({ changes, view, add, review, turnTo, remove }: ProjectHandlers): Action<Project>[] {
  const { total, all, deploy } = changes
  const nothing = all.length === 0 ? 'Everything is deployed as it is saved' : null
  const unchanged = total === 0 ? 'Nothing is changed' : null
  return useMemo(
    () => [
      { id: 'add', label: () => 'Add a service', icon: Plus, key: 'A', needs: 'developer', why: whyNotChange, run: add },
      { id: 'deploy', label: () => (all.length > 1 ? `Deploy ${count(all.length, 'service')}` : 'Deploy changes'), icon: Rocket, needs: 'developer', why: (project) => whyNotChange(project) ?? nothing, run: () => void deploy() },
      { id: 'review', label: () => 'Review changes', icon: Search, why: () => unchanged, run: () => review('review') },
      { id: 'discard', label: () => 'Discard changes', icon: Undo2, needs: 'developer', why: () => unchanged, run: () => review('discard') },
      { id: 'canvas', label: () => 'Show the canvas', icon: Waypoints, shown: () => view === 'list', why: () => null, run: () => turnTo('canvas') },
      { id: 'list', label: () => 'Show the list', icon: List, shown: () => view === 'canvas', why: () => null, run: () => turnTo('list') },
      { id: 'delete', label: ({ name }) => `Delete ${name}`, icon: Trash2, warns: true, needs: 'owner', why: whyNotChange, run: remove },
    ],
    [all.length, nothing, unchanged, view, deploy, add, review, turnTo, remove],
  )
}

function whyNotChange(project: Project): string | null {
  return project.deleting ? 'It is being deleted' : null
}
