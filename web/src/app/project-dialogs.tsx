import { lazy } from 'react'
import { recordAdded } from './record-added'
import type { Project } from '@/api/project'
import type { Service } from '@/api/service'
import { freePlace, type Point } from '@/features/canvas/graph'
import { DeleteProjectDialog } from '@/features/projects/delete-project-dialog'
import { AddServiceDialog } from '@/features/services/add-service-dialog'
import { DeleteServiceDialog } from '@/features/services/delete-service-dialog'
import { StopServiceDialog } from '@/features/services/stop-service-dialog'

/** The one question that is asked just now. */
export type Asking = { kind: 'add'; near: Point } | { kind: 'link'; source: Service; target: Service } | { kind: 'delete-service'; services: readonly Service[] } | { kind: 'stop'; services: readonly Service[] } | { kind: 'delete-project' } | null

const LinkDialog = lazy(() => import('@/features/variables/link-dialog').then((module) => ({ default: module.LinkDialog })))

interface DialogsProps {
  project: Project
  asking: Asking
  onAsk: (asking: Asking) => void
  onShow: (id: string | null) => void
  onDeploy: (service: Service) => void
  /** The focus goes into the panel: what was pressed for the dialog may be gone. */
  onEnter: () => void
  onGone: () => void
}

export function ProjectDialogs({ project, asking, onAsk, onShow, onDeploy, onEnter, onGone }: DialogsProps) {
  const services = project.services ?? []
  const close = () => onAsk(null)
  switch (asking?.kind) {
    case 'add':
      return (
        <AddServiceDialog
          projectId={project.id}
          taken={services.map(({ name }) => name)}
          place={freePlace(
            services.map(({ canvas_x, canvas_y }) => ({ x: canvas_x ?? 0, y: canvas_y ?? 0 })),
            asking.near,
          )}
          onClose={close}
          onAdded={(service, deploy) => {
            close()
            onEnter()
            if (deploy) return onDeploy(service)
            recordAdded(service)
            onShow(service.id)
          }}
        />
      )
    case 'link':
      return <LinkDialog source={asking.source} target={asking.target} onClose={close} />
    case 'delete-service':
      return (
        <DeleteServiceDialog
          services={asking.services}
          users={usersOf(asking.services, project)}
          onClose={close}
          onDeleted={() => {
            close()
            onShow(null)
          }}
        />
      )
    case 'stop':
      return <StopServiceDialog services={asking.services} onClose={close} />
    case 'delete-project':
      return <DeleteProjectDialog project={project} onClose={close} onDeleted={onGone} />
    case undefined:
      return null
  }
}

/** Which variables of others are the addresses of these. */
function usersOf(services: readonly Service[], project: Project): string[] {
  const going = new Set(services.map(({ id }) => id))
  const nameOf = (id: string) => project.services?.find((service) => service.id === id)?.name ?? ''
  return project.links.filter(({ source, target }) => going.has(target) && !going.has(source)).map(({ source, label }) => `${nameOf(source)}.${label}`)
}
