import { CopyButton } from '@/ui/copy-button'
import text from '@/ui/text.module.css'

/** What to look for where traces are kept; nothing where none is recorded. */
export function TraceId({ id }: { id: string | null }) {
  if (id === null) return null
  return (
    <span className={text.lineUp}>
      <span className={text.soft}>
        Trace{' '}
        <code className={text.faint} title={id}>
          {id.slice(0, 8)}
        </code>
      </span>
      <CopyButton text={id} label="Copy the trace id" />
    </span>
  )
}
