import { useMemo } from 'react'
import { CircleStop, ExternalLink, PanelRight, Play, Rocket, RotateCw, ScrollText, Trash2, X } from 'lucide-react'
import { isRunning } from '@/api/deployment'
import type { Service } from '@/api/service'
import type { PanelTab } from '@/lib/routes'
import { answers } from '@/status/node-state'
import type { Action } from '@/ui/action'

export interface ServiceHandlers {
  open: (service: Service, tab?: PanelTab) => void
  deploy: (service: Service) => void
  cancel: (service: Service) => void
  command: (service: Service, command: 'start' | 'restart') => void
  stop: (service: Service) => void
  remove: (service: Service) => void
}

/** Everything that can be done with a service, in the order of every menu. */
export function useServiceActions({ open, deploy, cancel, command, stop, remove }: ServiceHandlers): Action<Service>[] {
  return useMemo(
    () => [
      { id: 'open', label: () => 'Show', icon: PanelRight, why: () => null, run: (service) => open(service) },
      {
        id: 'deploy',
        label: (service) => (service.latest_deployment ? 'Deploy again' : 'Deploy'),
        icon: Rocket,
        key: 'd',
        needs: 'developer',
        why: whyNotDeploy,
        run: deploy,
      },
      { id: 'cancel', label: () => 'Cancel deployment', icon: X, needs: 'developer', shown: isDeploying, why: () => null, run: cancel },
      { id: 'start', label: () => 'Start', icon: Play, needs: 'developer', shown: (service) => canCommand(service) && isDown(service), why: whyNotCommand, run: (service) => command(service, 'start') },
      { id: 'restart', label: () => 'Restart', icon: RotateCw, needs: 'developer', shown: (service) => canCommand(service) && !isDown(service), why: whyNotCommand, run: (service) => command(service, 'restart') },
      { id: 'stop', label: () => 'Stop', icon: CircleStop, needs: 'developer', shown: (service) => canCommand(service) && service.status !== 'stopped', why: whyNotCommand, run: stop },
      {
        id: 'log',
        label: () => 'Show logs',
        icon: ScrollText,
        key: 'l',
        why: (service) => (service.latest_deployment ? null : 'Nothing was deployed yet'),
        run: (service) => open(service, 'logs'),
      },
      {
        id: 'visit',
        label: () => 'Open address',
        icon: ExternalLink,
        key: 'o',
        why: (service) => (service.generated_url !== null && answers(service) ? null : 'It answers once it is live'),
        run: (service) => void window.open(service.generated_url ?? '', '_blank', 'noreferrer'),
      },
      {
        id: 'delete',
        label: (service) => `Delete ${service.name}`,
        icon: Trash2,
        key: 'Delete',
        warns: true,
        needs: 'owner',
        why: (service) => (service.deleting ? 'It is being deleted' : null),
        run: remove,
      },
    ],
    [open, deploy, cancel, command, stop, remove],
  )
}

export function whyNotDeploy(service: Service): string | null {
  if (service.deleting) return 'It is being deleted'
  return service.git_source?.url == null ? 'It has no repository yet' : null
}

export function whyNotCommand(service: Service): string | null {
  if (service.deleting) return 'It is being deleted'
  if (service.operation && service.operation.kind !== 'deploy') return 'It is under way already'
  return service.current_deployment_id === null ? 'Nothing of it was live yet' : null
}

/** Whether the server can stop, start and restart; one that never was live has nothing to. */
export function canCommand(service: Service): boolean {
  return service.operation !== undefined && service.current_deployment_id !== null
}

function isDown(service: Service): boolean {
  return service.status === 'stopped' || (service.status === 'failed' && service.failure !== null)
}

function isDeploying(service: Service): boolean {
  return service.latest_deployment !== null && isRunning(service.latest_deployment.status)
}
