import { Crumbs } from './crumbs'
import { Shell } from './shell'
import shell from './shell.module.css'
import { useAlerts } from '@/api/alerts/list-alerts'
import { AlertList } from '@/features/alerts/alert-list'
import { useTitle } from '@/lib/use-title'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** What needs a look now, and what needed one. */
export function AlertsPage() {
  useTitle('Alerts')
  return (
    <Shell open section="alerts" bar={<Crumbs trail={[{ label: 'Alerts' }]} />}>
      <div className={shell.sheet}>
        <div>
          <h1>Alerts</h1>
          <p className={text.soft}>An alert is open until what it tells of is over: nobody has to close it. What is over stays for 90 days.</p>
        </div>
        <Part title="Open" status="open" none="Nothing needs a look. A service that keeps crashing, one near its memory, a disk that fills up: it is said here until it is over." />
        <Part title="Past" status="closed" none="No alert ended in the last 90 days." />
      </div>
    </Shell>
  )
}

function Part({ title, status, none }: { title: string; status: 'open' | 'closed'; none: string }) {
  const list = useAlerts(status)
  const alerts = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={card.card} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {alerts.length > 0 && <span className={text.faint}>{list.hasNextPage ? `${alerts.length} or more` : alerts.length}</span>}
      </header>
      {list.isPending && !list.error && (
        <div className={card.body}>
          <Skeleton lines={3} />
        </div>
      )}
      {list.error && !list.data && (
        <div className={card.body}>
          <ProblemNote error={list.error} title="The alerts could not be read" onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.data && alerts.length === 0 && <Empty>{none}</Empty>}
      {alerts.length > 0 && <AlertList alerts={alerts} />}
      {list.hasNextPage && (
        <footer>
          {list.isFetchNextPageError && <ProblemNote error={list.error} title="Older ones could not be read" />}
          <Button label="Show older" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} />
        </footer>
      )}
    </section>
  )
}
