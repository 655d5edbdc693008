import { useState } from 'react'
import { Trash2 } from 'lucide-react'
import type { Project } from '@/api/project'
import { useDeleteProject } from '@/api/projects/delete-project'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'

/** Everything in it goes: the name is typed. */
export function DeleteProjectDialog({ project, onClose, onDeleted }: { project: Project; onClose: () => void; onDeleted: () => void }) {
  const [typed, setTyped] = useState('')
  const remove = useDeleteProject()
  const services = project.services ?? []
  const matches = typed === project.name
  const submit = () => {
    if (matches && !remove.isPending) remove.mutate({ id: project.id, name: project.name }, { onSuccess: onDeleted })
  }
  return (
    <Dialog
      title={`Delete project ${project.name}?`}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label={`Keep ${project.name}`} onClick={onClose} />
          <Button
            kind="danger"
            type="submit"
            icon={Trash2}
            label={`Delete ${project.name}`}
            busy={remove.isPending}
            why={matches ? null : 'Type the name of the project first'}
          />
        </>
      }
    >
      <p>
        {services.length === 0
          ? 'It holds no services.'
          : `${count(services.length, 'service')} with their addresses, deployments and logs go: ${services.map(({ name }) => name).join(', ')}.`}{' '}
        The repositories stay as they are.
      </p>
      <Field label={`Type ${project.name} to confirm`} value={typed} onChange={setTyped} />
      {remove.error && <ProblemNote error={remove.error} title={`${project.name} was not deleted`} />}
    </Dialog>
  )
}
