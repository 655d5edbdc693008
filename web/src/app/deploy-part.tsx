import type { ReactNode } from 'react'
import { ExternalLink } from 'lucide-react'
import styles from './service-panel.module.css'
import { useDeployments } from '@/api/deployments/list-deployments'
import type { Service } from '@/api/service'
import { History } from '@/features/deployments/history'
import { Now } from '@/features/deployments/now'
import { cx } from '@/lib/cx'
import { answers } from '@/status/node-state'
import { ButtonLink } from '@/ui/button'
import { CopyButton } from '@/ui/copy-button'
import { FailureNote } from '@/ui/note'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface DeployPartProps {
  service: Service
  error: unknown
  deploy: ReactNode
  onLog: () => void
}

export function DeployPart({ service, error, deploy, onLog }: DeployPartProps) {
  const { data } = useDeployments(service.id)
  const serving = data?.pages.flatMap((page) => page.items).find(({ id }) => id === service.current_deployment_id)?.number ?? null
  const address = answers(service) ? service.generated_url : null
  return (
    <>
      <div className={styles.group}>
        {service.last_command?.failure && (
          <FailureNote title={`The last ${service.last_command.kind} failed: ${service.last_command.failure.message}`} request={service.last_command.failure.code}>
            {service.last_command.failure.fix && <p>{service.last_command.failure.fix}</p>}
          </FailureNote>
        )}
        {Boolean(error) && <ProblemNote error={error} title={`${service.name} was not deployed`} />}
        {address && (
          <div className={styles.address}>
            <span className={cx(text.cut, text.grow)}>{address}</span>
            <CopyButton text={address} label="Copy the address" />
            <ButtonLink only dense kind="quiet" icon={ExternalLink} label="Open the address" href={address} target="_blank" rel="noreferrer" />
          </div>
        )}
        <Now service={service} serving={serving} deploy={deploy} onLog={onLog} />
      </div>
      <div className={styles.group}>
        <History service={service} />
      </div>
    </>
  )
}
