import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCreateProject } from '@/api/projects/create-project'
import { asApiError } from '@/api/problem'
import { routes } from '@/lib/routes'
import { uniqueKey } from '@/lib/unique'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'

export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  // One key for one dialog: pressing twice, or again after a lost answer, makes one project.
  const [idempotencyKey, setKey] = useState(uniqueKey)
  const [, navigate] = useLocation()
  const create = useCreateProject()
  const fault = missing ? 'A project needs a name.' : create.error ? asApiError(create.error).fault('name') : undefined

  const submit = () => {
    if (create.isPending) return
    if (name.trim() === '') return setMissing(true)
    create.mutate({ name: name.trim(), idempotencyKey }, { onSuccess: (project) => navigate(routes.project(project.slug)) })
  }
  return (
    <Dialog
      title="New project"
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label="Cancel" onClick={onClose} />
          <Button kind="primary" type="submit" label="Create project" busy={create.isPending} />
        </>
      }
    >
      <Field
        label="Name"
        value={name}
        maxLength={100}
        fault={fault}
        help="Its address is made from it and stays."
        onChange={(value) => {
          setName(value)
          setMissing(false)
          setKey(uniqueKey)
        }}
      />
      {create.error && !fault && <ProblemNote error={create.error} title="The project was not created" shown={['name']} />}
    </Dialog>
  )
}
