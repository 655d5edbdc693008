import { useEffect, useRef } from 'react'
import type { Service } from '@/api/service'
import { useToasts } from '@/ui/toast'

/** Says when a deployment has ended, to ears as well; nothing else here speaks up by itself. */
export function Announcer({ services }: { services: readonly Service[] }) {
  const running = useRef(new Set<string>())
  const { show, say } = useToasts.getState()
  useEffect(() => {
    for (const service of services) {
      if (service.status === 'deploying') running.current.add(service.id)
      else if (running.current.delete(service.id)) {
        if (isLive(service)) show({ text: `${service.name} is live${service.generated_url ? ' at' : ''}`, href: service.generated_url })
        else say(ending(service))
      }
    }
  }, [services, show, say])
  return null
}

function isLive(service: Service): boolean {
  return service.status === 'live' && service.latest_deployment?.status !== 'failed' && service.latest_deployment?.status !== 'cancelled'
}

function ending(service: Service): string {
  const latest = service.latest_deployment
  if (latest?.status === 'cancelled') return `The deployment of ${service.name} was cancelled`
  if (latest?.status === 'failed') return `${service.name} failed${latest.error ? `: ${latest.error.message}` : ''}`
  return ''
}
