import { useLocation, useSearch } from 'wouter'
import { Crumbs } from './crumbs'
import { Shell } from './shell'
import shell from './shell.module.css'
import { useOperations } from '@/api/operations/list-operations'
import { usePlaces } from '@/api/projects/find-places'
import { filterStates, readState, stateWord } from '@/features/operations/operation-state'
import { objectName, OperationTable } from '@/features/operations/operation-table'
import { readSpan, spans } from '@/features/operations/spans'
import { routes } from '@/lib/routes'
import { useTitle } from '@/lib/use-title'
import { sentenceCase, shortId } from '@/lib/words'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { ProblemNote } from '@/ui/problem-note'
import { SelectField } from '@/ui/select-field'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import styles from '@/features/operations/operations.module.css'

const kinds = ['deploy', 'stop', 'start', 'restart', 'delete']

/** What the platform does and did, newest first; the filter is part of the address. */
export function OperationsPage() {
  useTitle('Operations')
  const query = new URLSearchParams(useSearch())
  const [, navigate] = useLocation()
  const filter = { kind: query.get('kind') ?? '', state: readState(query.get('state')), object: query.get('object') ?? '', since: readSpan(query.get('since')) }
  const { since, ...asked } = filter
  const list = useOperations({ ...asked, hours: since === '' ? null : spans[since].hours })
  const operations = list.data?.pages.flatMap((page) => page.items) ?? []
  const placeOf = usePlaces(operations.flatMap(({ project_id }) => project_id ?? []))
  const narrow = (field: keyof typeof filter, value: string) => {
    const chosen = Object.entries({ ...filter, [field]: value }).filter(([, kept]) => kept !== '')
    navigate(chosen.length === 0 ? routes.operations : `${routes.operations}?${new URLSearchParams(chosen)}`, { replace: true })
  }
  const isNarrowed = Object.values(filter).some((value) => value !== '')
  const objects = new Map(operations.map((operation) => [operation.object.id, objectName(operation, placeOf(operation.project_id, operation.object.id))]))
  if (filter.object !== '' && !objects.has(filter.object)) objects.set(filter.object, shortId(filter.object))
  return (
    <Shell open section="operations" bar={<Crumbs trail={[{ label: 'Operations' }]} />}>
      <div className={shell.sheet}>
        <h1>Operations</h1>
        <div className={styles.tools}>
          <SelectField
            label="Kind"
            value={filter.kind}
            options={[{ value: '', label: 'All kinds' }, ...[...new Set([...kinds, filter.kind])].filter(Boolean).map((kind) => ({ value: kind, label: sentenceCase(kind) }))]}
            onChange={(kind) => narrow('kind', kind)}
          />
          <SelectField
            label="State"
            value={filter.state}
            options={[{ value: '', label: 'Any state' }, ...[...new Set([...filterStates, filter.state])].filter(Boolean).map((state) => ({ value: state, label: stateWord(state) }))]}
            onChange={(state) => narrow('state', state)}
          />
          <SelectField
            label="About"
            value={filter.object}
            options={[{ value: '', label: 'Anything' }, ...[...objects].map(([value, label]) => ({ value, label }))]}
            onChange={(object) => narrow('object', object)}
          />
          <SelectField
            label="Started"
            value={since}
            options={[{ value: '', label: 'Any time' }, ...Object.entries(spans).map(([value, { label }]) => ({ value, label }))]}
            onChange={(chosen) => narrow('since', chosen)}
          />
        </div>
        {list.error && !list.data && <ProblemNote error={list.error} title="The operations could not be read" onRetry={() => void list.refetch()} />}
        {list.isPending && !list.error && <Skeleton lines={5} />}
        {list.data && operations.length === 0 && (
          <div className={card.card}>
            <Empty act={isNarrowed ? <Button label="Show all operations" onClick={() => navigate(routes.operations)} /> : undefined}>
              {list.hasNextPage ? 'None of the newest is like that.' : isNarrowed ? 'No operation is like that.' : 'Nothing was done yet. Every deployment, stop, start and delete is listed here with its steps.'}
            </Empty>
          </div>
        )}
        {operations.length > 0 && <OperationTable operations={operations} placeOf={placeOf} />}
        {list.isFetchNextPageError && <ProblemNote error={list.error} title="Older ones could not be read" />}
        {list.hasNextPage && <Button label="Show older" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} />}
      </div>
    </Shell>
  )
}
