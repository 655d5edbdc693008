import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { ExternalLink, GitBranch, Pencil, Rocket, X } from 'lucide-react'
import { whyNotDeploy } from './use-service-actions'
import styles from './service-panel.module.css'
import type { Service } from '@/api/service'
import { DeployPart } from './deploy-part'
import { LogsPart } from './logs-part'
import { ServiceSettings } from '@/features/services/service-settings'
import { VariablesPart } from '@/features/variables/variables-part'
import { cx } from '@/lib/cx'
import type { LogsView, PanelTab } from '@/lib/routes'
import { answers } from '@/status/node-state'
import { changesIn } from '@/status/changes'
import type { Action } from '@/ui/action'
import { Button, ButtonLink } from '@/ui/button'
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
  logsView: LogsView | null
  onTab: (tab: PanelTab, view?: LogsView) => void
  onDeploy: (service: Service) => void
  onClose: () => void
}

/** Beside the canvas, not over it; Esc goes back to the node. */
export function ServicePanel({ service, tab, actions, deploying, deployError, enter, logsView, onTab, onDeploy, onClose }: PanelProps) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (enter > 0) panel.current?.focus()
  }, [enter])
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  const settings = tab === 'source' || tab === 'instance'
  const isNext = service.status !== 'live' && service.status !== 'deploying' && !settings
  const deploy = (
    <Button kind={isNext ? 'primary' : 'plain'} icon={Rocket} label="Deploy" needs="developer" why={whyNotDeploy(service)} busy={deploying} onClick={() => onDeploy(service)} />
  )
  const next = service.status === 'not_configured' ? <Button icon={GitBranch} label="Choose repository" onClick={() => onTab('source')} /> : deploy
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
      <Tabs label="Parts of the service" className={styles.tabs} value={tab} onChange={(part) => onTab(part)} options={tabs(service)} />
      {/* Stays while another part is shown, with what was typed into it. */}
      <div className={styles.content} role="tabpanel" id={settings ? `panel-${tab}` : undefined} aria-labelledby={settings ? `tab-${tab}` : undefined} hidden={!settings}>
        <ServiceSettings key={service.id} service={service} part={tab === 'instance' ? 'instance' : 'source'} onDeploy={() => onDeploy(service)} />
      </div>
      {!settings && (
        <div className={cx(styles.content, tab !== 'logs' && styles.padded)} role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
          {tab === 'variables' && <VariablesPart key={service.id} service={service} />}
          {tab === 'deploy' && <DeployPart key={service.id} service={service} error={deployError} deploy={next} onLog={() => onTab('logs', 'build')} />}
          {tab === 'logs' && <LogsPart key={service.id} service={service} view={logsView} deploy={next} onView={(view) => onTab('logs', view)} />}
        </div>
      )}
    </aside>
  )
}

function tabs(service: Service): { value: PanelTab; label: ReactNode }[] {
  const at = (value: PanelTab, label: string) => {
    const changed = changesIn(service, value)
    if (changed === 0) return { value, label }
    const marked = (
      <>
        {label}
        <span className={styles.mark}>
          <Icon of={Pencil} small />
          {changed}
          <span className={text.unseen}> not deployed</span>
        </span>
      </>
    )
    return { value, label: marked }
  }
  return [at('source', 'Source'), at('instance', 'Instance'), at('variables', 'Variables'), { value: 'deploy', label: 'Deploy' }, { value: 'logs', label: 'Logs & Metrics' }]
}
