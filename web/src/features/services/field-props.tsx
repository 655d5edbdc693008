import { wireNames, type Faults, type ServiceField, type ServiceFields } from './service-fields'
import styles from '@/ui/field.module.css'
import type { ApiError } from '@/api/problem'
import { Button } from '@/ui/button'

export interface InputsProps {
  fields: ServiceFields
  faults: Faults
  error: ApiError | null
  dirty?: readonly ServiceField[]
  /** What the server has of a field that somebody else changed too. */
  theirs?: (field: ServiceField) => string | null
  set: (changes: Partial<ServiceFields>) => void
}

/** What every field of a service's form has in common. */
export function useField({ fields, faults, error, dirty = [], theirs, set }: InputsProps) {
  return (name: ServiceField) => {
    const other = theirs?.(name) ?? null
    return {
      value: fields[name],
      fault: faults[name] ?? error?.fault(wireNames[name]),
      changed: dirty.includes(name),
      onChange: (value: string) => set({ [name]: value }),
      code: true,
      below: other !== null && (
        <div className={styles.torn} role="status">
          Somebody else saved <code>{other === '' ? 'the default' : other}</code>
          <Button dense label="Take theirs" onClick={() => set({ [name]: other })} />
          <Button dense kind="quiet" label="Keep mine" onClick={() => set({ [name]: fields[name] })} />
        </div>
      ),
    }
  }
}

/** The fields whose faults are shown beside them. */
export const shownFields: readonly string[] = Object.values(wireNames)
