import { Clock } from './clock'
import { StateLabel } from './state-label'
import { useNewestDeployment } from '@/api/deployments/get-deployment'
import type { Service } from '@/api/service'
import { failureLine, nodeState } from '@/status/node-state'

/** A service's state in words: "Building 1:12", "Failed: nothing listens on 8080". */
export function ServiceState({ service, steps }: { service: Service; steps?: boolean }) {
  const { status, word, since, reason, progress } = nodeState({ ...service, latest_deployment: useNewestDeployment(service) })
  return (
    <StateLabel status={status} title={reason ?? undefined}>
      {status === 'failed' ? failureLine(word, reason) : word}
      {since && (
        <>
          {' '}
          <Clock since={since} />
        </>
      )}
      {steps && progress && `, step ${progress.step} of ${progress.of}`}
    </StateLabel>
  )
}

/** The same for the name of a thing that is read out; without the clock, which would be read on every tick. */
export function stateWords(service: Service): string {
  const { word, reason, status } = nodeState(service)
  return status === 'failed' ? failureLine(word, reason) : word
}
