import { Link2 } from 'lucide-react'
import styles from './services-table.module.css'
import type { Link } from '@/api/links/link'
import type { Service } from '@/api/service'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

interface LinksProps {
  links: readonly Link[]
  services: readonly Service[]
  /** The variables of the node that has the link, where it is changed and removed. */
  onVariables: (serviceId: string) => void
}

/** The lines of the canvas in words. */
export function LinksList({ links, services, onVariables }: LinksProps) {
  const name = (id: string) => services.find((service) => service.id === id)?.name
  const shown = links.flatMap((link) => {
    const [source, target] = [name(link.source), name(link.target)]
    return source && target ? [{ ...link, from: source, to: target }] : []
  })
  if (shown.length === 0) return null
  return (
    <section className={card.card} aria-label="Links">
      <header>
        <h2>Links</h2>
      </header>
      <ul className={styles.links}>
        {shown.map(({ id, source, from, to, label }) => (
          <li key={id}>
            <Icon of={Link2} />
            <span className={text.grow}>
              <b>{from}</b> uses <b>{to}</b> as <code>{label}</code>
            </span>
            <Button dense label="Show" aria-label={`Show ${label} of ${from}`} onClick={() => onVariables(source)} />
          </li>
        ))}
      </ul>
    </section>
  )
}
