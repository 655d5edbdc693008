import type { FormEvent } from 'react'
import { CirclePause, ExternalLink } from 'lucide-react'
import { shownFields, useField, type InputsProps } from './field-props'
import { HealthInputs, PortInputs, SizeInputs } from './instance-inputs'
import { PlanNote } from './plan-note'
import { SaveBar } from './save-bar'
import { toSource, wireNames, type ServiceField, type ServiceFields } from './service-fields'
import { CommandInputs, PlaceInputs, UrlInput } from './source-inputs'
import styles from './services.module.css'
import { TokenInput } from './token-input'
import { useServiceForm } from './use-service-form'
import { needsLogin, useInspect } from '@/api/git/inspect'
import type { Service } from '@/api/service'
import { useUpdateService } from '@/api/services/update-service'
import { repositoryPage } from '@/lib/repository'
import { changedCount } from '@/status/node-state'
import { Button, ButtonLink } from '@/ui/button'
import { Field } from '@/ui/field'
import { Note } from '@/ui/note'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

interface SettingsProps {
  service: Service
  part: 'source' | 'instance'
  onDeploy: () => void
}

/** Where a service comes from and how it is run: one form in two parts. Give it `key={service.id}`. */
export function ServiceSettings({ service, part, onDeploy }: SettingsProps) {
  const form = useServiceForm(service)
  const inputs: InputsProps = {
    ...form,
    theirs: (field: ServiceField) => (form.isTorn(field) ? form.server[field] : null),
  }
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        form.save()
      }}
    >
      <div className={styles.scroll} hidden={part !== 'source'}>
        <SourceGroups inputs={inputs} service={service} />
      </div>
      <div className={styles.scroll} hidden={part !== 'instance'}>
        <InstanceGroups inputs={inputs} service={service} />
      </div>
      {form.error && (
        <div className={styles.fault}>
          <ProblemNote error={form.error} title="The changes were not saved" shown={shownFields} />
          {elsewhere(form.error.fields, part) && <p>Look at {part === 'source' ? 'Instance' : 'Source'}: a field there is at fault.</p>}
        </div>
      )}
      <SaveBar form={form} waiting={changedCount(service)} onDeploy={onDeploy} />
    </form>
  )
}

function SourceGroups({ inputs, service }: { inputs: InputsProps; service: Service }) {
  const field = useField(inputs)
  const inspect = useInspect()
  const look = (fields: ServiceFields) => inspect.mutate({ source: toSource(fields), serviceId: service.id })
  const page = repositoryPage(service.git_source?.url ?? '')
  return (
    <>
      <div className={styles.group}>
        <div className={text.lineUp}>
          <h3>Repository</h3>
          {page && (
            <ButtonLink className={text.right} only dense kind="quiet" icon={ExternalLink} label="Open the repository" href={page} target="_blank" rel="noreferrer" />
          )}
        </div>
        <AutoDeployOff service={service} />
        <UrlInput {...inputs} />
        <TokenInput {...inputs} keptFor={service.git_source?.has_token ? service.git_source.url : null} isWanted={needsLogin(inspect)} />
        <PlaceInputs {...inputs} branches={inspect.data?.branches ?? []} defaultBranch={inspect.data?.default_branch} />
      </div>
      <div className={styles.group}>
        <h3>Build and start</h3>
        {inputs.fields.url.trim() !== '' && (
          <PlanNote
            inspection={inspect.data}
            isLooking={inspect.isPending}
            error={inspect.error}
            onLook={() => look(inputs.fields)}
            onRootDir={(rootDir) => {
              inputs.set({ rootDir })
              look({ ...inputs.fields, rootDir })
            }}
          />
        )}
        <CommandInputs {...inputs} />
        {service.output_dir !== undefined && (
          <Field label="Directory to serve" placeholder="Found out from the build" {...field('output')} help="For static files and single pages: where the build puts them." />
        )}
      </div>
    </>
  )
}

function InstanceGroups({ inputs, service }: { inputs: InputsProps; service: Service }) {
  const field = useField(inputs)
  return (
    <>
      <div className={styles.group}>
        <h3>Name</h3>
        <Field label="Service name" {...field('name')} help="Its address stays when it is renamed. The new name counts at once." />
      </div>
      <div className={styles.group}>
        <h3>Size</h3>
        <SizeInputs {...inputs} />
        <div className={styles.pair}>
          <Field label="Instances" inputMode="numeric" {...field('count')} help="They are replaced one by one: no request is lost." />
          <PortInputs {...inputs} />
        </div>
      </div>
      <div className={styles.group}>
        <h3>Health and start</h3>
        <HealthInputs {...inputs} />
        {service.pre_deploy_command !== undefined && (
          <Field
            label="Command before deployment"
            placeholder="For example: npm run migrate"
            {...field('preDeploy')}
            help="Runs once with the new version. If it fails, the old version keeps serving."
          />
        )}
      </div>
    </>
  )
}

/** Pushes deploy by themselves unless a rollback, or somebody, said otherwise; the way back is at once and no part of the form. */
function AutoDeployOff({ service }: { service: Service }) {
  const update = useUpdateService()
  if (service.auto_deploy) return null
  return (
    <Note
      icon={CirclePause}
      title="Auto-deploy is off"
      acts={<Button dense needs="developer" label="Turn auto-deploy on" busy={update.isPending} onClick={() => update.mutate({ id: service.id, changes: { auto_deploy: true } })} />}
    >
      <p>New commits do not deploy by themselves. A rollback switches this off, so that it is not undone by the next push.</p>
      {update.error && <ProblemNote error={update.error} title="It stays off" />}
    </Note>
  )
}

const instanceFields = new Set<string>((['name', 'preDeploy', 'size', 'count', 'port', 'healthPath'] satisfies ServiceField[]).map((name) => wireNames[name]))

/** Whether a fault stands in the part that is not shown. */
function elsewhere(faults: readonly { field: string }[], part: 'source' | 'instance'): boolean {
  return faults.some(({ field }) => instanceFields.has(field) !== (part === 'instance'))
}
