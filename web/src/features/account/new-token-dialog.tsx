import { useState } from 'react'
import { scopeWords } from './scopes'
import styles from './account.module.css'
import { asApiError } from '@/api/problem'
import { serverNow } from '@/api/server-time'
import { useCreateToken } from '@/api/tokens/create-token'
import type { Role } from '@/lib/role'
import { uniqueKey } from '@/lib/unique'
import { Button } from '@/ui/button'
import { CopyButton } from '@/ui/copy-button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'
import { SelectField } from '@/ui/select-field'
import text from '@/ui/text.module.css'

const lives = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Never' },
] as const
type Life = (typeof lives)[number]['value']

const day = 86_400_000

/** Makes a token and shows it, once: what is closed here cannot be opened again. */
export function NewTokenDialog({ mayGive, onClose }: { mayGive: readonly Role[]; onClose: () => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Role>(mayGive.includes('developer') ? 'developer' : 'viewer')
  const [life, setLife] = useState<Life>('90')
  const [missing, setMissing] = useState(false)
  // One key for what is asked: pressing twice, or again after a lost answer, makes one token.
  const [idempotencyKey, setKey] = useState(uniqueKey)
  const create = useCreateToken()
  if (create.data) return <Made name={create.data.name} token={create.data.token} onClose={onClose} />
  const fault = missing ? 'A token needs a name: it says later what it was for.' : create.error ? asApiError(create.error).fault('name') : undefined
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setMissing(false)
      setKey(uniqueKey)
    }
  const submit = () => {
    if (create.isPending) return
    if (name.trim() === '') return setMissing(true)
    create.mutate({ name: name.trim(), scope, expiresAt: life === 'never' ? null : new Date(serverNow() + Number(life) * day).toISOString(), idempotencyKey })
  }
  return (
    <Dialog
      title="New token"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label="Cancel" onClick={onClose} />
          <Button kind="primary" type="submit" label="Make token" busy={create.isPending} />
        </>
      }
    >
      <Field label="Name" value={name} maxLength={100} fault={fault} help="What will use it, such as ci or laptop." onChange={changing(setName)} />
      <SelectField label="May" value={scope} options={mayGive.map((role) => ({ value: role, label: scopeWords(role) }))} onChange={changing(setScope)} />
      <SelectField label="Expires in" value={life} options={lives} onChange={changing(setLife)} />
      {create.error && !fault && <ProblemNote error={create.error} title="The token was not made" shown={['name']} />}
    </Dialog>
  )
}

function Made({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog title={`The token ${name}`} onClose={onClose} onSubmit={onClose} footer={<Button kind="primary" type="submit" label="Done, I have it" />}>
      <p>Copy it now and keep it like a password. It is not shown again.</p>
      <p className={styles.token}>
        <code className={text.grow}>{token}</code>
        <CopyButton text={token} label="Copy the token" />
      </p>
    </Dialog>
  )
}
