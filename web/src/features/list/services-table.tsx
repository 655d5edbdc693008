import { ExternalLink, Rocket } from 'lucide-react'
import styles from './services-table.module.css'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { repositoryLabel } from '@/lib/repository'
import { changedCount } from '@/status/node-state'
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
                  {service.status !== 'deploying' && service.status !== 'not_configured' && <Button dense icon={Rocket} label="Deploy" onClick={() => onDeploy(service)} className={styles.deploy} />}
                  {service.status === 'deploying' && <Button dense label="Open" onClick={() => onOpen(service.id)} className={styles.deploy} />}
                  {service.status === 'live' && service.generated_url && <ButtonLink only kind="quiet" className={text.onlyPhone} icon={ExternalLink} label={`Open ${service.name}`} href={service.generated_url} target="_blank" rel="noreferrer" />}
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

function Address({ service }: { service: Service }) {
  if (!service.generated_url) return <span className={text.faint}>Comes with the first deployment</span>
  const words = service.generated_url.replace(/^https?:\/\//, '')
  if (service.current_deployment_id === null && service.status !== 'live') return <span className={text.faint}>{words}</span>
  return (
    <a href={service.generated_url} target="_blank" rel="noreferrer">
      {words}
    </a>
  )
}
