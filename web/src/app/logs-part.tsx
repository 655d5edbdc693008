import type { ReactNode } from 'react'
import type { Service } from '@/api/service'
import { LogView } from '@/features/logs/log-view'
import { Empty } from '@/ui/empty'

/** What a service's builds wrote. */
export function LogsPart({ service, deploy }: { service: Service; deploy: ReactNode }) {
  const latest = service.latest_deployment
  if (latest === null) return <Empty act={deploy}>No lines yet. {service.name} writes here once it is deployed.</Empty>
  return <LogView key={latest.id} deploymentId={latest.id} name={`${service.name}-${latest.number}`} failed={latest.status === 'failed'} />
}
