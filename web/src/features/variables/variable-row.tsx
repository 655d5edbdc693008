import { useState } from 'react'
import { ArrowRight, Lock, Pencil, Trash2, Undo2 } from 'lucide-react'
import { dots } from './dot-env'
import { linkLabel } from './link-choice'
import { LinkChip } from './value-input'
import { linkOf, useRecordVariable, writeOf } from './record-variable'
import { EditVariable } from './variable-forms'
import styles from './variables.module.css'
import type { PendingChange, Service } from '@/api/service'
import { useDiscardChanges } from '@/api/services/discard-changes'
import { useChangeVariables } from '@/api/variables/change-variables'
import type { Variable } from '@/api/variables/variable'
import { cx } from '@/lib/cx'
import type { Action } from '@/ui/action'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { Menu } from '@/ui/menu'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface RowProps {
  serviceId: string
  variable: Variable
  /** How it differs from what is deployed. */
  change: PendingChange | null
  /** All of the project, by which a link is named. */
  services: readonly Service[]
}

export function VariableRow({ serviceId, variable, change, services }: RowProps) {
  const [editing, setEditing] = useState(false)
  const write = useChangeVariables(serviceId)
  const discard = useDiscardChanges()
  const record = useRecordVariable(serviceId)
  const remove = () => write.mutate({ kind: 'delete', key: variable.key }, { onSuccess: () => record(`Delete ${variable.key}`, variable, null, { kind: 'delete', key: variable.key }, writeOf(variable, true)) })
  if (editing) return <EditVariable serviceId={serviceId} variable={variable} services={services} onClose={() => setEditing(false)} />
  const actions: Action<Variable>[] = [
    { id: 'edit', label: () => (variable.is_secret ? 'Replace' : 'Edit'), icon: Pencil, needs: 'developer', why: () => null, run: () => setEditing(true) },
    { id: 'back', label: () => 'Discard the change', icon: Undo2, needs: 'developer', shown: () => change !== null, why: () => null, run: ({ key }) => discard.mutate([{ id: serviceId, fields: [`env.${key}`] }]) },
    { id: 'delete', label: ({ key }) => `Delete ${key}`, icon: Trash2, warns: true, needs: 'developer', why: () => null, run: remove },
  ]
  const isNew = change !== null && change.old == null
  return (
    <li className={cx(change !== null && styles.changed)} aria-label={variable.key}>
      <span className={styles.name}>
        {variable.key} {change !== null && <Badge state="changed">{isNew ? 'New' : 'Changed'}</Badge>}
      </span>
      <button type="button" className={styles.value} aria-label={`Edit ${variable.key}`} title="Edit" onClick={() => setEditing(true)}>
        <Value variable={variable} services={services} was={isNew || variable.is_secret || typeof change?.old !== 'string' ? null : change.old} />
      </button>
      <Menu dense label={`More about ${variable.key}`} on={variable} actions={actions} />
      {(write.error ?? discard.error) && (
        <div className={styles.wide}>
          <ProblemNote error={write.error ?? discard.error} title={`${variable.key} was not changed`} />
        </div>
      )}
    </li>
  )
}

function Value({ variable, services, was }: { variable: Variable; services: readonly Service[]; was: string | null }) {
  const link = linkOf(variable)
  if (link)
    return (
      <>
        <LinkChip label={linkLabel(link, services)} />
        <span className={cx(text.cut, text.faint)} title={variable.preview ?? undefined}>
          {variable.preview || 'known once it is deployed'}
        </span>
      </>
    )
  if (variable.is_secret)
    return (
      <>
        <Icon of={Lock} small />
        <span className={text.unseen}>Hidden</span>
        <span className={styles.dots} aria-hidden="true">
          {dots}
        </span>
      </>
    )
  return (
    <>
      {was !== null && (
        <>
          <s className={text.faint}>{was}</s>
          <Icon of={ArrowRight} small />
        </>
      )}
      <span className={text.cut}>{variable.value === '' ? <i className={text.faint}>empty</i> : variable.value}</span>
    </>
  )
}

/** Gone here, still there in what runs. */
export function RemovedRow({ serviceId, name }: { serviceId: string; name: string }) {
  const discard = useDiscardChanges()
  return (
    <li className={styles.changed} aria-label={name}>
      <span className={styles.name}>
        <s>{name}</s> <Badge state="changed">Removed</Badge>
      </span>
      <span className={cx(styles.value, text.faint)}>Still set in what runs</span>
      <Button only dense kind="quiet" icon={Undo2} needs="developer" label={`Bring ${name} back`} busy={discard.isPending} onClick={() => discard.mutate([{ id: serviceId, fields: [`env.${name}`] }])} />
    </li>
  )
}
