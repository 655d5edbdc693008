import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { dots } from './dot-env'
import type { LinkValue } from './link-choice'
import { linkOf, useRecordVariable, writeOf } from './record-variable'
import { ValueInput } from './value-input'
import styles from './variables.module.css'
import { asApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { useChangeVariables, type VariableWrite } from '@/api/variables/change-variables'
import { keyFault, looksSecret, type Variable } from '@/api/variables/variable'
import { Button } from '@/ui/button'
import { Check } from '@/ui/check'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

export function NewVariable({ serviceId, taken, services, onClose }: { serviceId: string; taken: readonly string[]; services: readonly Service[]; onClose: () => void }) {
  const record = useRecordVariable(serviceId)
  const [link, setLink] = useState<LinkValue | null>(null)
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [secret, setSecret] = useState<boolean | null>(null)
  const write = useChangeVariables(serviceId)
  const error = write.error ? asApiError(write.error) : null
  const fault = key === '' ? null : (keyFault(key) ?? (taken.includes(key) ? `There is a variable ${key} already. Edit that one.` : null))
  const isSecret = secret ?? looksSecret(key)
  const save = () => {
    if (key === '' || fault !== null || write.isPending) return
    const change: VariableWrite = link ? { kind: 'link', key, ...link, isNew: true } : { kind: 'add', key, value, is_secret: isSecret }
    const made = variableOf(key, value, link, !link && isSecret)
    write.mutate(change, {
      onSuccess: () => {
        record(`Add ${key}`, null, made, change, { kind: 'delete', key })
        onClose()
      },
    })
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
      <ValueInput value={value} link={link} services={services} self={serviceId} fault={error?.fault('value')} onChange={setValue} onLink={setLink} />
      {!link && <Check label="Secret: cannot be read back" checked={isSecret} onChange={setSecret} />}
      {error && <ProblemNote error={error} title="It was not added" shown={['key', 'value']} />}
    </Form>
  )
}

export function EditVariable({ serviceId, variable, services, onClose }: { serviceId: string; variable: Variable; services: readonly Service[]; onClose: () => void }) {
  const record = useRecordVariable(serviceId)
  const [link, setLink] = useState(linkOf(variable))
  const [value, setValue] = useState(variable.value ?? '')
  // What the reader started from: news of the server are shown beside it, never put into it.
  const [base] = useState(variable.value)
  const [secret, setSecret] = useState(variable.is_secret)
  const write = useChangeVariables(serviceId)
  const error = write.error ? asApiError(write.error) : null
  const apply = (change: VariableWrite, is: Variable) =>
    write.mutate(change, {
      onSuccess: () => {
        record(`Change ${variable.key}`, variable, is, change, writeOf(variable, false))
        onClose()
      },
    })
  const save = () => {
    if (link) {
      const old = linkOf(variable)
      if (write.isPending) return
      if (old?.target === link.target && old.type === link.type) return onClose()
      return apply({ kind: 'link', key: variable.key, ...link, isNew: false }, variableOf(variable.key, '', link, false))
    }
    const makesReadable = variable.is_secret && !secret
    if (write.isPending || (makesReadable && value === '')) return
    const changed = variable.is_secret ? value !== '' : linkOf(variable) !== null || value !== variable.value
    if (!changed && secret === variable.is_secret) return onClose()
    apply({ kind: 'change', key: variable.key, ...(changed && { value }), ...(secret !== variable.is_secret && { is_secret: secret }) }, variableOf(variable.key, value, null, secret))
  }
  return (
    <li className={styles.editing} aria-label={variable.key}>
      <Form onSave={save} onClose={onClose} busy={write.isPending} verb="Save">
        <p className={styles.name}>{variable.key}</p>
        <ValueInput
          hideLabel
          autoFocus
          value={value}
          link={link}
          services={services}
          self={serviceId}
          placeholder={variable.is_secret ? `${dots} stays unless you type a new one` : ''}
          fault={error?.fault('value')}
          onChange={setValue}
          onLink={setLink}
        />
        {variable.value !== base && (
          <p className={styles.torn} role="status">
            Somebody else saved <code>{variable.value ?? dots}</code>
            {variable.value !== null && <Button dense label="Take theirs" onClick={() => setValue(variable.value ?? '')} />}
          </p>
        )}
        {!link && <Check label="Secret: cannot be read back" checked={secret} onChange={setSecret} />}
        {variable.is_secret && !secret && value === '' && <p className={text.small}>To make it readable, type its value again.</p>}
        {error && <ProblemNote error={error} title="It was not saved" shown={['value']} />}
      </Form>
    </li>
  )
}

function variableOf(key: string, value: string, link: LinkValue | null, isSecret: boolean): Variable {
  return { key, value: link || isSecret ? null : value, is_secret: isSecret, linked_service_id: link?.target ?? null, link_type: link?.type ?? null, preview: null, updated_at: null }
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
        <Button dense kind="primary" type="submit" needs="developer" label={verb} busy={busy} />
        <Button dense kind="quiet" label="Cancel" onClick={onClose} />
      </div>
    </form>
  )
}
