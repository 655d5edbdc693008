import { useState, type FormEvent } from 'react'
import { ExternalLink } from 'lucide-react'
import { differs, faultsOf, fieldsOf, merged, toChanges, type SourceField, type SourceFields } from './service-fields'
import { CommandInputs, PlaceInputs, shownFields, UrlInput } from './source-inputs'
import styles from './services.module.css'
import { asApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { useUpdateService } from '@/api/services/update-service'
import { repositoryPage } from '@/lib/repository'
import { count } from '@/lib/words'
import { changedCount } from '@/status/node-state'
import { Button, ButtonLink } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import text from '@/ui/text.module.css'

/** Where a service comes from and how it is run. Give it `key={service.id}`. */
export function SourceForm({ service, onDeploy }: { service: Service; onDeploy: () => void }) {
  const server = fieldsOf(service)
  const [base, setBase] = useState(server)
  const [mine, setMine] = useState(server)
  const update = useUpdateService()
  const names = Object.keys(server) as SourceField[]
  // News from the server goes into fields that nobody touched, never over what was typed.
  if (differs(base, server, names)) {
    setMine(merged(mine, base, server))
    setBase(server)
  }
  const changed = names.filter((name) => mine[name] !== server[name])
  const faults = faultsOf(mine)
  const error = update.error ? asApiError(update.error) : null
  const page = repositoryPage(server.url)

  const save = (deploy: boolean) => {
    if (changed.length === 0 || update.isPending || changed.some((name) => faults[name])) return
    update.mutate({ id: service.id, changes: toChanges(mine, server) }, { onSuccess: () => deploy && onDeploy() })
  }
  const inputs = {
    fields: mine,
    faults: Object.fromEntries(Object.entries(faults).filter(([name]) => changed.includes(name as SourceField))),
    error,
    changed: (name: SourceField) => changed.includes(name),
    onChange: (field: keyof SourceFields, value: string) => {
      setMine({ ...mine, [field]: value })
      if (update.error) update.reset()
    },
  }
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save(false)
      }}
    >
      <div className={styles.scroll}>
        <div className={styles.group}>
          <div className={text.lineUp}>
            <h3>Repository</h3>
            {page && (
              <ButtonLink
                className={text.right}
                only
                dense
                kind="quiet"
                icon={ExternalLink}
                label="Open the repository"
                href={page}
                target="_blank"
                rel="noreferrer"
              />
            )}
          </div>
          <UrlInput {...inputs} />
          <PlaceInputs {...inputs} />
        </div>
        <div className={styles.group}>
          <h3>Build and start</h3>
          <CommandInputs {...inputs} />
          {error && <ProblemNote error={error} title="The changes were not saved" shown={shownFields} />}
        </div>
      </div>
      <div className={styles.save}>
        <span role="status">{saveWords(changed.length, changedCount(service))}</span>
        <Button kind="quiet" label="Discard" why={changed.length === 0 ? 'Nothing was changed' : null} onClick={() => setMine(server)} />
        <Button type="submit" label="Save" why={changed.length === 0 ? 'Nothing was changed' : null} busy={update.isPending} />
        {changed.length > 0 && <Button kind="primary" label="Save and deploy" onClick={() => save(true)} />}
      </div>
    </form>
  )
}

function saveWords(changed: number, waiting: number): string {
  if (changed > 0) return `${count(changed, 'field')} changed`
  return waiting > 0 ? `Saved. ${count(waiting, 'field')} ${waiting === 1 ? 'waits' : 'wait'} for a deployment.` : 'Saved'
}
