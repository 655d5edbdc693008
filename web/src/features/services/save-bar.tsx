import styles from './services.module.css'
import type { ServiceForm } from './use-service-form'
import { count } from '@/lib/words'
import { Button } from '@/ui/button'

/** Always there, so that what is saved and what is not is never a guess. */
export function SaveBar({ form, waiting, onDeploy }: { form: ServiceForm; waiting: number; onDeploy: () => void }) {
  const changed = form.dirty.length
  const why = changed === 0 ? 'Nothing was changed' : null
  return (
    <div className={styles.save}>
      <span role="status">{saveWords(changed, waiting)}</span>
      <Button kind="quiet" label="Discard" why={why} onClick={form.discard} />
      <Button type="submit" needs="developer" label="Save" why={why} busy={form.isSaving} />
      {changed > 0 && <Button kind="primary" needs="developer" label="Save and deploy" onClick={() => form.save(onDeploy)} />}
    </div>
  )
}

function saveWords(changed: number, waiting: number): string {
  if (changed > 0) return `${count(changed, 'field')} changed`
  return waiting > 0 ? `Saved. ${count(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} for a deployment.` : 'Saved'
}
