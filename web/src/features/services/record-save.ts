import { fieldsOf, toChanges, writeOnly, type ServiceField, type ServiceFields } from './service-fields'
import { ApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { updateService } from '@/api/services/update-service'
import { useHistory } from '@/lib/history'
import { count } from '@/lib/words'

/** What was saved can be taken back, as long as nobody saved another value there since. Tokens cannot: nobody can read the former one. */
export function recordSave({ id, name }: Service, before: ServiceFields, after: ServiceFields, dirty: readonly ServiceField[]): void {
  const fields = dirty.filter((field) => !(field in writeOnly))
  if (fields.length === 0) return
  const plain = (of: ServiceFields): ServiceFields => ({ ...of, ...writeOnly })
  const to = async (from: ServiceFields, target: ServiceFields) => {
    const refuseStale = (now: Service) => {
      const theirs = fieldsOf(now)
      if (fields.some((field) => theirs[field].trim() !== from[field].trim()))
        throw new ApiError(412, 'Changed meanwhile', `Somebody else changed the same settings of ${theirs.name} since. They stay as they are.`, { code: 'stale' })
      return false
    }
    await updateService({ id, changes: toChanges(target, from), isOvertaken: refuseStale })
  }
  const [was, is] = [plain(before), plain(after)]
  useHistory.getState().record({
    label: `Change ${fields.length === 1 ? 'a setting' : count(fields.length, 'setting')} of ${name}`,
    undo: () => to(is, was),
    redo: () => to(was, is),
  })
}
