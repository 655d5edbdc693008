import type { Service } from '@/api/service'
import { copyService, takeBackService } from '@/api/services/copy-service'
import { useHistory } from '@/lib/history'

/** A node that was added and never deployed can be taken back. */
export function recordAdded(added: Service): void {
  let service = added
  useHistory.getState().record({
    label: `Add ${added.name}`,
    undo: () => takeBackService(service.id),
    redo: async () => {
      service = (await copyService({ of: added, projectId: added.project_id, name: added.name, x: added.canvas_x ?? 0, y: added.canvas_y ?? 0 })).service
    },
  })
}
