import { memo } from 'react'
import { ExternalLink } from 'lucide-react'
import { useStore, type NodeProps } from '@xyflow/react'
import { useCanvasStore } from './canvas-store'
import type { ServiceNode as ServiceNodeType } from './nodes'
import styles from './service-node.module.css'
import { useProjectService } from '@/api/projects/get-project'
import type { Service } from '@/api/service'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { repositoryLabel } from '@/lib/repository'
import { answers, changedCount, nodeState } from '@/status/node-state'
import { ChangedBadge } from '@/ui/badge'
import { Ago } from '@/ui/clock'
import { ServiceState, stateWords } from '@/ui/service-state'
import { Icon } from '@/ui/icon'
import { Tile } from '@/ui/tile'
import text from '@/ui/text.module.css'

export const ServiceNode = memo(function ServiceNode({ id, data, selected }: NodeProps<ServiceNodeType>) {
  const service = useProjectService(data.projectId, id)
  const focused = useCanvasStore((state) => state.focused === id)
  const far = useStore((state) => state.transform[2] < 0.4)
  const wrong = useCanvasStore((state) => state.wrong[id])
  const connects = useCanvasStore((state) => state.connecting === id)
  if (!service) return null
  const changed = changedCount(service)
  return (
    // It holds a link, so that it is no button; Enter on it opens the panel.
    <article
      id={`node-${id}`}
      className={cx(styles.node, far && styles.far, selected && styles.selected, service.deleting && styles.leaving, wrong !== undefined && styles.wrong, connects && styles.connects)}
      data-state={nodeState(service).status}
      data-id={id}
      aria-label={`${service.name}, service, ${stateWords(service)}${data.links > 0 ? `, ${count(data.links, 'link')}` : ''}${wrong === undefined ? '' : `, cannot be chosen: ${wrong}`}`}
      aria-current={selected || undefined}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={focused ? 0 : -1}
    >
      <header>
        <Tile technology={service.technology} />
        <div className={text.cut}>
          <h3>
            <span className={text.cut}>{service.name}</span>
            <small>{service.technology}</small>
          </h3>
          <p title={service.git_source?.url ?? undefined}>{sourceLine(service)}</p>
          <p>{addressLine(service)}</p>
        </div>
      </header>
      <footer>
        {wrong === undefined ? (
          <>
            <ServiceState service={service} />
            <Foot service={service} />
          </>
        ) : (
          <span className={styles.why}>{wrong}</span>
        )}
      </footer>
      {/* C does the same from the keyboard. */}
      <i className={cx(styles.port, 'nodrag', 'nopan')} data-port={id} title="Pull a line to what it uses (C)" aria-hidden="true" />
      {changed > 0 && <ChangedBadge count={changed} className={styles.flag} />}
    </article>
  )
})

function sourceLine(service: Service): string {
  const { url, branch } = service.git_source ?? { url: null, branch: null }
  if (url === null) return 'No repository yet'
  return branch ? `${repositoryLabel(url)}@${branch}` : repositoryLabel(url)
}

function addressLine(service: Service) {
  if (service.git_source?.url == null) return 'Choose a repository'
  if (service.port === null) return 'No port, runs in the background'
  if (service.generated_url === null) return 'Address follows with Deploy'
  const words = service.generated_url.replace(/^https?:\/\//, '')
  if (!answers(service)) return words
  // The address is text and the link a small one beside it: a click on the node's middle opens its panel, as everywhere else on it.
  // Not a tab stop of its own: the canvas is one, and Open is in the panel and the menu.
  return (
    <span className={styles.address}>
      <span className={text.cut}>{words}</span>
      <a
        className="nodrag"
        href={service.generated_url}
        target="_blank"
        rel="noreferrer"
        tabIndex={-1}
        aria-label={`Address of ${service.name}`}
        title={`Open ${words}`}
        onClick={(event) => event.stopPropagation()}
      >
        <Icon of={ExternalLink} small />
      </a>
    </span>
  )
}

function Foot({ service }: { service: Service }) {
  const { progress } = nodeState(service)
  if (service.status === 'deploying' && progress)
    return (
      <span className={styles.pips} role="img" aria-label={`Step ${progress.step} of ${progress.of}`}>
        {Array.from({ length: progress.of }, (_, index) => (
          <i key={index} className={cx(index < progress.step && styles.done)} />
        ))}
      </span>
    )
  const ended = service.latest_deployment?.finished_at
  if (!ended || service.status === 'failed') return null
  return (
    <span className={styles.when}>
      <Ago at={ended} />
    </span>
  )
}
