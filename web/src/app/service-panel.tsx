import { useEffect, useRef, type KeyboardEvent } from 'react'
import { ExternalLink, Pencil, Rocket, X } from 'lucide-react'
import { whyNotDeploy } from './use-service-actions'
import styles from './service-panel.module.css'
import type { Service } from '@/api/service'
import { DeployPart } from './deploy-part'
import { SourceForm } from '@/features/services/source-form'
import { LogView } from '@/features/logs/log-view'
import { cx } from '@/lib/cx'
import type { PanelTab } from '@/lib/routes'
import { answers, changedCount } from '@/status/node-state'
import type { Action } from '@/ui/action'
import { Button, ButtonLink } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { Icon } from '@/ui/icon'
import { Menu } from '@/ui/menu'
import { ServiceState } from '@/ui/service-state'
import { Tabs } from '@/ui/tabs'
import { Tile } from '@/ui/tile'
import text from '@/ui/text.module.css'

interface PanelProps {
  service: Service
  tab: PanelTab
  actions: readonly Action<Service>[]
  deploying: boolean
  deployError: unknown
  /** Counts up each time the focus is to go into the panel. */
  enter: number
  onTab: (tab: PanelTab) => void
  onDeploy: (service: Service) => void
  onClose: () => void
}

/** Beside the canvas, not over it; Esc goes back to the node. */
export function ServicePanel({ service, tab, actions, deploying, deployError, enter, onTab, onDeploy, onClose }: PanelProps) {
  const panel = useRef<HTMLElement>(null)
  const changed = changedCount(service)
  useEffect(() => {
    if (enter > 0) panel.current?.focus()
  }, [enter])
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  const isNext = service.status !== 'live' && service.status !== 'deploying' && tab !== 'source'
  const deploy = (
    <Button kind={isNext ? 'primary' : 'plain'} icon={Rocket} label="Deploy" why={whyNotDeploy(service)} busy={deploying} onClick={() => onDeploy(service)} />
  )
  return (
    // Esc works from everything inside; the panel itself is no control.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside ref={panel} className={styles.panel} aria-label={`${service.name}, service`} tabIndex={-1} onKeyDown={keys}>
      <header>
        <Tile technology={service.technology} />
        <h2 className={text.cut}>{service.name}</h2>
        <p className={text.lineUp}>
          <ServiceState service={service} steps />
        </p>
        <div className={styles.acts}>
          {service.generated_url && answers(service) && (
            <ButtonLink only kind="quiet" icon={ExternalLink} label={`Open ${service.name}`} href={service.generated_url} target="_blank" rel="noreferrer" />
          )}
          {deploy}
          <Menu label="More actions" on={service} actions={actions.filter(({ id }) => id !== 'open' && id !== 'deploy')} />
          <Button only kind="quiet" icon={X} label="Close (Esc)" onClick={onClose} />
        </div>
      </header>
      <Tabs
        label="Parts of the service"
        className={styles.tabs}
        value={tab}
        onChange={onTab}
        options={[
          {
            value: 'source',
            label: (
              <>
                Source
                {changed > 0 && (
                  <span className={styles.mark}>
                    <Icon of={Pencil} small />
                    {changed}
                    <span className={text.unseen}> not deployed</span>
                  </span>
                )}
              </>
            ),
          },
          { value: 'deploy', label: 'Deploy' },
          { value: 'log', label: 'Log' },
        ]}
      />
      {/* Stays while another part is shown, with what was typed into it. */}
      <div className={styles.content} role="tabpanel" id="panel-source" aria-labelledby="tab-source" hidden={tab !== 'source'}>
        <SourceForm key={service.id} service={service} onDeploy={() => onDeploy(service)} />
      </div>
      <div
        className={cx(styles.content, tab === 'deploy' && styles.padded)}
        role="tabpanel"
        id={tab === 'source' ? undefined : `panel-${tab}`}
        aria-labelledby={`tab-${tab}`}
        hidden={tab === 'source'}
      >
        {tab === 'deploy' && <DeployPart key={service.id} service={service} error={deployError} deploy={deploy} onLog={() => onTab('log')} />}
        {tab === 'log' &&
          (service.latest_deployment ? (
            <LogView
              key={service.latest_deployment.id}
              deploymentId={service.latest_deployment.id}
              name={`${service.name}-${service.latest_deployment.number}`}
              failed={service.latest_deployment.status === 'failed'}
            />
          ) : (
            <Empty act={deploy}>No lines yet. {service.name} writes here once it is deployed.</Empty>
          ))}
      </div>
    </aside>
  )
}
