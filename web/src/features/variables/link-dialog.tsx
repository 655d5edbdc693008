import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { afterLinks, createLink, deleteLink, useCreateLink } from '@/api/links/change-links'
import { linkTypes, linkTypeWords, proposeKey, type LinkType } from '@/api/links/link'
import { asApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { useVariables } from '@/api/variables/list-variables'
import { keyFault } from '@/api/variables/variable'
import { useHistory } from '@/lib/history'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { ProblemNote } from '@/ui/problem-note'
import { SelectField } from '@/ui/select-field'

/** What a link becomes: a variable of the one that uses the other. */
export function LinkDialog({ source, target, onClose }: { source: Service; target: Service; onClose: () => void }) {
  const variables = useVariables(source.id)
  const [type, setType] = useState<LinkType>('internal_url')
  const [ownKey, setOwnKey] = useState<string | null>(null)
  const cache = useQueryClient()
  const record = useHistory((state) => state.record)
  const create = useCreateLink()
  const taken = (variables.data?.items ?? []).map(({ key }) => key)
  const key = ownKey ?? proposeKey(target.name, type, taken)
  const error = create.error ? asApiError(create.error) : null
  const fault = keyFault(key) ?? (taken.includes(key) ? `${source.name} has a variable ${key} already.` : null)

  const submit = () => {
    if (fault !== null || create.isPending) return
    const link = { projectId: source.project_id, source: source.id, target: target.id, key, type }
    create.mutate(link, {
      onSuccess: ({ id }) => {
        let made = id
        const settle = () => afterLinks(cache, link.projectId, link.source)
        record({
          label: `Link ${source.name} to ${target.name}`,
          undo: () => deleteLink(made).then(settle),
          redo: async () => {
            made = (await createLink(link)).id
            await settle()
          },
        })
        onClose()
      },
    })
  }
  return (
    <Dialog
      title={`${source.name} uses ${target.name}`}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button label="Cancel" onClick={onClose} />
          <Button kind="primary" type="submit" label="Add variable" busy={create.isPending} />
        </>
      }
    >
      <Field
        label={`Variable of ${source.name}`}
        code
        value={key}
        fault={fault ?? error?.fault('key')}
        onChange={(typed) => {
          setOwnKey(typed.trim())
          create.reset()
        }}
      />
      <SelectField label={`Part of ${target.name}`} value={type} options={linkTypes.map((value) => ({ value, label: linkTypeWords[value] }))} onChange={setType} help={helpOf(type)} />
      <p>
        It waits for the next deployment of {source.name}. The address stays the same when {target.name} is deployed again.
      </p>
      {error && <ProblemNote error={error} title="The link was not made" shown={['key']} />}
    </Dialog>
  )
}

function helpOf(type: LinkType): string {
  switch (type) {
    case 'internal_url':
      return 'Where services of this project reach it.'
    case 'public_url':
      return 'Where visitors reach it, for addresses that a browser is given.'
    case 'host':
      return 'The host of its internal URL, without the port.'
    case 'port':
      return 'The port of its internal URL.'
  }
}
