import { useCallback, useState } from 'react'
import type { Asking } from './project-dialogs'
import { useServiceActions } from './use-service-actions'
import { useCancelDeployment } from '@/api/deployments/cancel-deployment'
import { useDeployService } from '@/api/deployments/deploy-service'
import { useCommandService } from '@/api/services/command-service'
import type { Service } from '@/api/service'
import { may } from '@/lib/role'
import type { PanelTab } from '@/lib/routes'

/** What can be done on a project's page, and the question that is asked before some of it. */
export function useProjectWork(show: (id: string | null, tab?: PanelTab) => void) {
  const [asking, setAsking] = useState<Asking>(null)
  const deployService = useDeployService()
  const command = useCommandService()
  const { mutate: startDeployment, mutateAsync: deployOne } = deployService
  const { mutate: startCommand, mutateAsync: commandOne } = command
  const { mutate: startCancel } = useCancelDeployment()

  const deploy = useCallback(
    (service: Service) => {
      show(service.id, 'deploy')
      startDeployment({ serviceId: service.id, projectId: service.project_id })
    },
    [show, startDeployment],
  )
  const open = useCallback((service: Service, tab?: PanelTab) => show(service.id, tab), [show])
  const cancel = useCallback((service: Service) => service.latest_deployment && startCancel({ id: service.latest_deployment.id }), [startCancel])
  const remove = useCallback((service: Service) => setAsking({ kind: 'delete-service', services: [service] }), [])
  const stop = useCallback((service: Service) => setAsking({ kind: 'stop', services: [service] }), [])
  const run = useCallback((service: Service, what: 'start' | 'restart') => startCommand({ id: service.id, command: what }), [startCommand])
  const actions = useServiceActions({ open, deploy, cancel, command: run, stop, remove })

  /** One after the other; what was refused is said, the others go on. */
  const several = async (what: 'deploy' | 'restart' | 'stop' | 'delete', services: readonly Service[]) => {
    if (!may(what === 'delete' ? 'owner' : 'developer')) return
    if (what === 'stop') return setAsking({ kind: 'stop', services })
    if (what === 'delete') return setAsking({ kind: 'delete-service', services })
    for (const { id, project_id } of services)
      await (what === 'deploy' ? deployOne({ serviceId: id, projectId: project_id }) : commandOne({ id, command: 'restart' })).catch(() => {})
  }
  return { asking, setAsking, deploy, deployService, command, actions, several }
}
