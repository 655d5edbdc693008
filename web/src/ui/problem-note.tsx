import { RotateCw } from 'lucide-react'
import { Button } from './button'
import { FailureNote } from './note'
import { asApiError, type ApiError } from '@/api/problem'

/** What happened, how to mend it, and what to quote. What `shown` fields say beside themselves is not repeated here. */
export function ProblemNote({ error, title, shown = [], onRetry }: { error: unknown; title?: string; shown?: readonly string[]; onRetry?: () => void }) {
  const problem = asApiError(error)
  const others = problem.fields.filter((fault) => !shown.some((field) => fault.field === field || fault.field.endsWith(`.${field}`)))
  if (problem.fields.length > 0 && others.length === 0) return null
  return (
    <FailureNote
      alert
      title={title ?? problem.title}
      request={quote(problem)}
      acts={onRetry && <Button dense icon={RotateCw} label="Retry" onClick={onRetry} />}
    >
      <p>{problem.message}</p>
      {others.map((fault) => (
        <p key={fault.field + fault.message}>
          <code>{fault.field}</code> {fault.message}
        </p>
      ))}
    </FailureNote>
  )
}

function quote(problem: ApiError): string | null {
  const parts = [problem.code, problem.requestId && `request ${problem.requestId}`].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}
