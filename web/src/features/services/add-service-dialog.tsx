import { useState } from 'react'
import { ChevronRight } from 'lucide-react'
import { shownFields } from './field-props'
import { PlanNote } from './plan-note'
import { HealthInputs, PortInputs } from './instance-inputs'
import { emptyFields, faultsOf, toNewService, toSource, type ServiceFields } from './service-fields'
import { CommandInputs, PlaceInputs, UrlInput } from './source-inputs'
import { TokenInput } from './token-input'
import styles from './services.module.css'
import { needsLogin, useInspect } from '@/api/git/inspect'
import { asApiError, type ApiError } from '@/api/problem'
import { useCreateService } from '@/api/services/create-service'
import type { Service } from '@/api/service'
import { isAddress, proposeName } from '@/lib/repository'
import { uniqueKey } from '@/lib/unique'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'

interface AddProps {
  projectId: string
  taken: readonly string[]
  place: { x: number; y: number }
  onClose: () => void
  onAdded: (service: Service, deploy: boolean) => void
}

/** An address is enough: the name comes from it, the rest from the repository. */
export function AddServiceDialog({ projectId, taken, place, onClose, onAdded }: AddProps) {
  const [fields, setFields] = useState<ServiceFields>(emptyFields)
  const [ownName, setOwnName] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [idempotencyKey, setKey] = useState(uniqueKey)
  const create = useCreateService()
  const name = ownName ?? proposeName(fields.url, taken)
  const error = create.error ? asApiError(create.error) : null
  const faults = faultsOf(fields)
  const nameFault = tried && name === '' && fields.url !== '' ? 'A service needs a name.' : nameConflict(error)

  const inspect = useInspect()
  const [looked, setLooked] = useState('')
  const look = (at: ServiceFields, again = false) => {
    const what = JSON.stringify([at.url.trim(), at.token])
    if (!isAddress(at.url.trim()) || (!again && what === looked)) return
    setLooked(what)
    inspect.mutate({ source: toSource(at) })
  }

  const edit = () => {
    setKey(uniqueKey)
    create.reset()
  }
  const add = (deploy: boolean) => {
    setTried(true)
    if (create.isPending || name === '' || Object.keys(faults).length > 0) return
    const service = { name, ...toNewService(fields), canvas_x: place.x, canvas_y: place.y }
    create.mutate({ projectId, idempotencyKey, service }, { onSuccess: (created) => onAdded(created, deploy) })
  }
  const inputs = {
    fields,
    faults: tried ? faults : {},
    error,
    set: (changes: Partial<ServiceFields>) => {
      setFields({ ...fields, ...changes })
      edit()
    },
  }
  return (
    <Dialog
      title="Add a service"
      onClose={onClose}
      onSubmit={() => add(true)}
      footer={
        <>
          <Button label="Cancel" onClick={onClose} />
          <Button label="Add only" title="Add it without deploying it" onClick={() => add(false)} />
          <Button kind="primary" type="submit" label="Add and deploy" busy={create.isPending} />
        </>
      }
    >
      <UrlInput {...inputs} onLeave={() => look(fields)} />
      <TokenInput {...inputs} isWanted={needsLogin(inspect)} onLeave={() => look(fields)} />
      <Field
        label="Name"
        code
        value={name}
        maxLength={63}
        placeholder="From the address"
        fault={nameFault}
        help={name ? `The first part of its own address, and how other services reach it: ${name}` : undefined}
        onChange={(value) => {
          setOwnName(value)
          edit()
        }}
      />
      <PlaceInputs {...inputs} branches={inspect.data?.branches ?? []} defaultBranch={inspect.data?.default_branch} />
      {(inspect.data ?? inspect.error ?? (inspect.isPending || null)) && (
        <PlanNote
          inspection={inspect.isPending ? undefined : inspect.data}
          isLooking={inspect.isPending}
          error={inspect.error}
          onLook={() => look(fields, true)}
          onRootDir={(rootDir) => {
            setFields({ ...fields, rootDir })
            look({ ...fields, rootDir }, true)
          }}
        />
      )}
      <details className={styles.more} open={error?.fields.some(({ field }) => /command|port|health/.test(field)) || undefined}>
        <summary>
          <Icon of={ChevronRight} small />
          Commands, port, health check
        </summary>
        <div>
          <CommandInputs {...inputs} />
          <PortInputs {...inputs} />
          <HealthInputs {...inputs} />
        </div>
      </details>
      {error && error.code !== 'name_taken' && <ProblemNote error={error} title="The service was not added" shown={['name', ...shownFields]} />}
    </Dialog>
  )
}

/** A name that another node has is a conflict, not a wrong field; it is still about the name. */
function nameConflict(error: ApiError | null): string | undefined {
  return error?.code === 'name_taken' ? error.message : error?.fault('name')
}
