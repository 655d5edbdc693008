import { useState } from 'react'
import { Download, FileText, History, Plus } from 'lucide-react'
import { writeDotEnv } from './dot-env'
import { RawEditor } from './raw-editor'
import { Revisions } from './revisions'
import { NewVariable } from './variable-forms'
import { RemovedRow, VariableRow } from './variable-row'
import styles from './variables.module.css'
import { useProject } from '@/api/projects/get-project'
import type { Service } from '@/api/service'
import { useVariables, type Variables } from '@/api/variables/list-variables'
import { download } from '@/lib/download'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { variableChanges } from '@/status/changes'
import { Button } from '@/ui/button'
import { Empty } from '@/ui/empty'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import text from '@/ui/text.module.css'

type Look = 'list' | 'raw' | 'revisions'

/** What a service's process finds in its environment. Give it `key={service.id}`. */
export function VariablesPart({ service }: { service: Service }) {
  const { data, error, isPending, refetch } = useVariables(service.id)
  const [look, setLook] = useState<Look>('list')
  if (isPending) return <Skeleton />
  if (!data) return <ProblemNote error={error} title="The variables could not be read" onRetry={() => void refetch()} />
  switch (look) {
    case 'list':
      return <List service={service} variables={data} onLook={setLook} />
    case 'raw':
      return <RawEditor service={service} variables={data} onClose={() => setLook('list')} />
    case 'revisions':
      return <Revisions serviceId={service.id} onClose={() => setLook('list')} />
  }
}

function List({ service, variables: { items }, onLook }: { service: Service; variables: Variables; onLook: (look: Look) => void }) {
  const [filter, setFilter] = useState('')
  const [adding, setAdding] = useState(false)
  const services = useProject(service.project_id).data?.services ?? []
  const changes = variableChanges(service)
  const shown = items.filter(({ key }) => key.toLowerCase().includes(filter.trim().toLowerCase()))
  const removed = [...changes].filter(([key]) => items.every((variable) => variable.key !== key))
  const add = <Button icon={Plus} needs="developer" label="Add variable" onClick={() => setAdding(true)} />
  return (
    <div className={text.stack}>
      <div className={cx(text.lineUp, text.wrap)}>
        {items.length > 5 && (
          <input className={styles.filter} type="search" placeholder={`Filter ${count(items.length, 'variable')}`} aria-label="Filter variables" value={filter} onChange={(event) => setFilter(event.target.value)} />
        )}
        {(items.length > 0 || adding) && add}
        <Button icon={FileText} label="Raw .env" title="Edit, paste or import all of them as text" onClick={() => onLook('raw')} />
        <span className={cx(text.lineUp, text.right)}>
          {items.length > 0 && (
            <Button only kind="quiet" icon={Download} label="Download as .env, without secrets" onClick={() => download(`${service.name}.env`, writeDotEnv(items, 'comments'))} />
          )}
          <Button only kind="quiet" icon={History} label="Revisions" onClick={() => onLook('revisions')} />
        </span>
      </div>
      {adding && <NewVariable serviceId={service.id} taken={items.map(({ key }) => key)} services={services} onClose={() => setAdding(false)} />}
      {items.length === 0 && removed.length === 0 && !adding && (
        <Empty act={add}>{service.name} gets PORT from the platform, and what you add here: addresses, switches, secrets.</Empty>
      )}
      {(shown.length > 0 || removed.length > 0) && (
        <ul className={styles.vars} aria-label="Variables">
          {shown.map((variable) => (
            <VariableRow key={variable.key} serviceId={service.id} variable={variable} services={services} change={changes.get(variable.key) ?? null} />
          ))}
          {removed.map(([key]) => (
            <RemovedRow key={key} serviceId={service.id} name={key} />
          ))}
        </ul>
      )}
      {items.length > 0 && shown.length === 0 && <p className={text.soft}>No variable is called like that.</p>}
      <p className={cx(text.small, text.faint)}><kbd className={styles.dollar}>$</kbd> in a value links another node. Secrets cannot be read back, only replaced. What is saved here takes effect with the next deployment.</p>
    </div>
  )
}
