import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { ArrowRight, Lock, Pencil, Trash2, Undo2 } from 'lucide-react'
import { dots } from './dot-env'
import styles from './variables.module.css'
import { asApiError } from '@/api/problem'
import type { PendingChange } from '@/api/service'
import { useDiscardChanges } from '@/api/services/discard-changes'
import { useChangeVariables } from '@/api/variables/change-variables'
import { keyFault, looksSecret, type Variable } from '@/api/variables/variable'
import { cx } from '@/lib/cx'
import type { Action } from '@/ui/action'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { Check } from '@/ui/check'
import { Field } from '@/ui/field'
import { Icon } from '@/ui/icon'
import { Menu } from '@/ui/menu'
import { ProblemNote } from '@/ui/problem-note'
import { TextArea } from '@/ui/text-area'
import text from '@/ui/text.module.css'

interface RowProps {
  serviceId: string
  variable: Variable
  /** How it differs from what is deployed. */
  change: PendingChange | null
}

export function VariableRow({ serviceId, variable, change }: RowProps) {
  const [editing, setEditing] = useState(false)
  const write = useChangeVariables(serviceId)
  const discard = useDiscardChanges()
  if (editing) return <EditVariable serviceId={serviceId} variable={variable} onClose={() => setEditing(false)} />
  const actions: Action<Variable>[] = [
    { id: 'edit', label: () => (variable.is_secret ? 'Replace' : 'Edit'), icon: Pencil, why: () => null, run: () => setEditing(true) },
    { id: 'back', label: () => 'Discard the change', icon: Undo2, shown: () => change !== null, why: () => null, run: ({ key }) => discard.mutate([{ id: serviceId, fields: [`env.${key}`] }]) },
    { id: 'delete', label: ({ key }) => `Delete ${key}`, icon: Trash2, warns: true, why: () => null, run: ({ key }) => write.mutate({ kind: 'delete', key }) },
  ]
  const isNew = change !== null && change.old == null
  return (
    <li className={cx(change !== null && styles.changed)} aria-label={variable.key}>
      <span className={styles.name}>
        {variable.key} {change !== null && <Badge state="changed">{isNew ? 'New' : 'Changed'}</Badge>}
      </span>
      <button type="button" className={styles.value} aria-label={`Edit ${variable.key}`} title="Edit" onClick={() => setEditing(true)}>
        <Value variable={variable} was={isNew || variable.is_secret || typeof change?.old !== 'string' ? null : change.old} />
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

function Value({ variable, was }: { variable: Variable; was: string | null }) {
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
      <Button only dense kind="quiet" icon={Undo2} label={`Bring ${name} back`} busy={discard.isPending} onClick={() => discard.mutate([{ id: serviceId, fields: [`env.${name}`] }])} />
    </li>
  )
}

export function NewVariable({ serviceId, taken, onClose }: { serviceId: string; taken: readonly string[]; onClose: () => void }) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [secret, setSecret] = useState<boolean | null>(null)
  const write = useChangeVariables(serviceId)
  const error = write.error ? asApiError(write.error) : null
  const fault = key === '' ? null : (keyFault(key) ?? (taken.includes(key) ? `There is a variable ${key} already. Edit that one.` : null))
  const isSecret = secret ?? looksSecret(key)
  const save = () => {
    if (key !== '' && fault === null && !write.isPending) write.mutate({ kind: 'add', key, value, is_secret: isSecret }, { onSuccess: onClose })
  }
  return (
    <Form onSave={save} onClose={onClose} busy={write.isPending} verb="Add">
      <Field
        label="Name"
        code
        autoFocus
        value={key}
        placeholder="DATABASE_URL"
        fault={fault ?? error?.fault('key')}
        onChange={(typed) => {
          setKey(typed.trim())
          write.reset()
        }}
      />
      <TextArea label="Value" rows={2} value={value} fault={error?.fault('value')} onChange={setValue} />
      <Check label="Secret: cannot be read back" checked={isSecret} onChange={setSecret} />
      {error && <ProblemNote error={error} title="It was not added" shown={['key', 'value']} />}
    </Form>
  )
}

function EditVariable({ serviceId, variable, onClose }: { serviceId: string; variable: Variable; onClose: () => void }) {
  const [value, setValue] = useState(variable.value ?? '')
  // What the reader started from: news of the server are shown beside it, never put into it.
  const [base] = useState(variable.value)
  const [secret, setSecret] = useState(variable.is_secret)
  const write = useChangeVariables(serviceId)
  const error = write.error ? asApiError(write.error) : null
  const save = () => {
    const makesReadable = variable.is_secret && !secret
    if (write.isPending || (makesReadable && value === '')) return
    const changed = variable.is_secret ? value !== '' : value !== variable.value
    if (!changed && secret === variable.is_secret) return onClose()
    write.mutate({ kind: 'change', key: variable.key, ...(changed && { value }), ...(secret !== variable.is_secret && { is_secret: secret }) }, { onSuccess: onClose })
  }
  return (
    <li className={styles.editing} aria-label={variable.key}>
      <Form onSave={save} onClose={onClose} busy={write.isPending} verb="Save">
        <p className={styles.name}>{variable.key}</p>
        <TextArea
          label="Value"
          hideLabel
          autoFocus
          rows={2}
          value={value}
          placeholder={variable.is_secret ? `${dots} stays unless you type a new one` : ''}
          fault={error?.fault('value')}
          onChange={setValue}
        />
        {variable.value !== base && (
          <p className={styles.torn} role="status">
            Somebody else saved <code>{variable.value ?? dots}</code>
            {variable.value !== null && <Button dense label="Take theirs" onClick={() => setValue(variable.value ?? '')} />}
          </p>
        )}
        <Check label="Secret: cannot be read back" checked={secret} onChange={setSecret} />
        {variable.is_secret && !secret && value === '' && <p className={text.small}>To make it readable, type its value again.</p>}
        {error && <ProblemNote error={error} title="It was not saved" shown={['value']} />}
      </Form>
    </li>
  )
}

function Form({ children, onSave, onClose, busy, verb }: { children: React.ReactNode; onSave: () => void; onClose: () => void; busy: boolean; verb: string }) {
  return (
    // Esc closes the form alone, not the panel around it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onSave()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave()
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      {children}
      <div className={text.lineUp}>
        <Button dense kind="primary" type="submit" label={verb} busy={busy} />
        <Button dense kind="quiet" label="Cancel" onClick={onClose} />
      </div>
    </form>
  )
}
