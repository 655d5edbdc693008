import { ExternalLink, Rocket } from 'lucide-react'
import styles from './services-table.module.css'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { repositoryLabel } from '@/lib/repository'
import { answers, changedCount } from '@/status/node-state'
import type { Action } from '@/ui/action'
import { ChangedBadge } from '@/ui/badge'
import { Button, ButtonLink } from '@/ui/button'
import { Menu } from '@/ui/menu'
import { ServiceState } from '@/ui/service-state'
import { Tile } from '@/ui/tile'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

interface TableProps {
  services: readonly Service[]
  selected: string | null
  actions: readonly Action<Service>[]
  onOpen: (id: string) => void
  onDeploy: (service: Service) => void
}

/** The canvas as a table, with every action: for the keyboard, the screen reader and the phone. */
export function ServicesTable({ services, selected, actions, onOpen, onDeploy }: TableProps) {
  return (
    <section className={card.card}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">State</th>
            <th scope="col">Address</th>
            <th scope="col">
              <span className={text.unseen}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <tr key={service.id} aria-selected={service.id === selected}>
              <td>
                <span className={text.lineUp}>
                  <Tile technology={service.technology} />
                  <span className={text.cut}>
                    <button type="button" id={`row-${service.id}`} className={styles.name} onClick={() => onOpen(service.id)}>
                      {service.name}
                    </button>{' '}
                    <span className={text.faint}>service</span>
                    <br />
                    <span className={cx(text.small, text.soft)}>{service.git_source?.url ? repositoryLabel(service.git_source.url) : 'No repository yet'}</span>
                  </span>
                </span>
              </td>
              <td>
                <span className={cx(text.lineUp, text.wrap)}>
                  <ServiceState service={service} />
                  {changedCount(service) > 0 && <ChangedBadge count={changedCount(service)} />}
                </span>
              </td>
              <td className={text.onlyWide}>
                <Address service={service} />
              </td>
              <td className={styles.actions}>
                <span className={text.lineUp}>
                  <NextStep service={service} start={actions.find(({ id }) => id === 'start')} onOpen={onOpen} onDeploy={onDeploy} />
                  <Menu label={`More actions for ${service.name}`} on={service} actions={actions} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The one thing that is likely next; the rest is in the menu. */
function NextStep({ service, start, onOpen, onDeploy }: Pick<TableProps, 'onOpen' | 'onDeploy'> & { service: Service; start: Action<Service> | undefined }) {
  if (service.deleting) return null
  switch (service.status) {
    case 'not_configured':
      return <Button dense label="Choose repository" onClick={() => onOpen(service.id)} />
    case 'deploying':
      return <Button dense label="Show steps" onClick={() => onOpen(service.id)} />
    case 'failed':
      return <Button dense label="Why it failed" onClick={() => onOpen(service.id)} />
    case 'stopped':
    case 'ready':
      if (service.status === 'stopped' && start?.shown?.(service)) return <Button dense icon={start.icon} needs={start.needs} label="Start" why={start.why(service)} onClick={() => start.run(service)} />
      return <Button dense icon={Rocket} needs="developer" label="Deploy" onClick={() => onDeploy(service)} />
    case 'live':
      return service.generated_url && <ButtonLink dense icon={ExternalLink} label="Open" href={service.generated_url} target="_blank" rel="noreferrer" />
  }
}

function Address({ service }: { service: Service }) {
  if (!service.generated_url) return <span className={text.faint}>Comes with the first deployment</span>
  const words = service.generated_url.replace(/^https?:\/\//, '')
  if (!answers(service)) return <span className={text.faint}>{words}</span>
  return (
    <a href={service.generated_url} target="_blank" rel="noreferrer">
      {words}
    </a>
  )
}
