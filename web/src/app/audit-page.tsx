import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { Crumbs } from './crumbs'
import { Shell } from './shell'
import shell from './shell.module.css'
import { useAudit } from '@/api/audit/list-audit'
import { useNames } from '@/api/projects/find-names'
import { actions, actionWord } from '@/features/audit/action'
import { AuditTable, objectName } from '@/features/audit/audit-table'
import { endOf, readDay, startOf } from '@/features/audit/days'
import { routes } from '@/lib/routes'
import { useTitle } from '@/lib/use-title'
import { shortId } from '@/lib/words'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'
import { SelectField } from '@/ui/select-field'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'
import styles from '@/features/audit/audit.module.css'

/** Who did what to which object; the filter is part of the address. */
export function AuditPage() {
  useTitle('Audit')
  const query = new URLSearchParams(useSearch())
  const [, navigate] = useLocation()
  const filter = { actor: query.get('actor') ?? '', action: query.get('action') ?? '', object: query.get('object') ?? '', from: readDay(query.get('from')), to: readDay(query.get('to')) }
  const { from, to, ...asked } = filter
  const list = useAudit({ ...asked, since: startOf(from), until: endOf(to) })
  const nameOf = useNames()
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  const narrow = (field: keyof typeof filter, value: string) => {
    const chosen = Object.entries({ ...filter, [field]: value }).filter(([, kept]) => kept !== '')
    navigate(chosen.length === 0 ? routes.audit : `${routes.audit}?${new URLSearchParams(chosen)}`, { replace: true })
  }
  const isNarrowed = Object.values(filter).some((value) => value !== '')
  const objects = new Map(entries.flatMap((entry) => (entry.object_id === null ? [] : [[entry.object_id, objectName(entry, nameOf(entry.object_id))] as const])))
  if (filter.object !== '' && !objects.has(filter.object)) objects.set(filter.object, nameOf(filter.object)?.service ?? shortId(filter.object))
  const known = [...new Set([...actions, ...entries.map(({ action }) => action), filter.action])].filter(Boolean)
  return (
    <Shell open section="audit" bar={<Crumbs trail={[{ label: 'Audit' }]} />}>
      <div className={shell.sheet}>
        <div>
          <h1>Audit</h1>
          <p className={text.soft}>Who changed what, from where and how it ended. It goes back 400 days; of what was sent it has the names and no values.</p>
        </div>
        <div className={styles.tools} role="search" aria-label="Entries">
          <Actor value={filter.actor} choices={[...new Set(entries.map(({ actor }) => actor))]} onChange={(actor) => narrow('actor', actor)} />
          <SelectField
            label="What"
            value={filter.action}
            options={[{ value: '', label: 'Anything' }, ...known.map((action) => ({ value: action, label: actionWord(action) }))]}
            onChange={(action) => narrow('action', action)}
          />
          <SelectField
            label="Done to"
            value={filter.object}
            options={[{ value: '', label: 'Anything' }, ...[...objects].map(([value, label]) => ({ value, label }))]}
            onChange={(object) => narrow('object', object)}
          />
          <Field label="From" type="date" max="9999-12-30" value={from} onChange={(day) => narrow('from', day)} />
          <Field label="To" type="date" max="9999-12-30" value={to} onChange={(day) => narrow('to', day)} />
        </div>
        {list.error && !list.data && <ProblemNote error={list.error} title="The audit could not be read" onRetry={() => void list.refetch()} />}
        {list.isPending && !list.error && <Skeleton lines={5} />}
        {list.data && entries.length === 0 && (
          <div className={card.card}>
            <Empty act={isNarrowed ? <Button label="Show all entries" onClick={() => navigate(routes.audit)} /> : undefined}>
              {isNarrowed ? 'No entry is like that.' : 'Nothing was changed yet. Every change that anybody asks for is recorded here.'}
            </Empty>
          </div>
        )}
        {entries.length > 0 && <AuditTable entries={entries} nameOf={nameOf} />}
        {list.isFetchNextPageError && <ProblemNote error={list.error} title="Older ones could not be read" />}
        {list.hasNextPage && <Button label="Show older" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} />}
      </div>
    </Shell>
  )
}

/** Typed whole or chosen from those seen: the list is asked for once it is a name. */
function Actor({ value, choices, onChange }: { value: string; choices: readonly string[]; onChange: (actor: string) => void }) {
  const [typed, setTyped] = useState(value)
  const [last, setLast] = useState(value)
  if (last !== value) {
    setLast(value)
    setTyped(value)
  }
  const take = (actor: string) => actor !== value && onChange(actor)
  return (
    <Field
      label="Who"
      placeholder="Anybody"
      value={typed}
      choices={choices}
      onChange={(actor) => {
        setTyped(actor)
        if (actor === '' || choices.includes(actor)) take(actor)
      }}
      onBlur={() => take(typed.trim())}
      onKeyDown={(event) => event.key === 'Enter' && take(typed.trim())}
    />
  )
}
