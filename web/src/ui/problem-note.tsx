import type { ReactNode } from 'react'
import { RotateCw } from 'lucide-react'
import { Button } from './button'
import { FailureNote } from './note'
import { asApiError, type ApiError } from '@/api/problem'

interface ProblemNoteProps {
  error: unknown
  title?: string
  shown?: readonly string[]
  /** A way on from here. */
  acts?: ReactNode
  onRetry?: () => void
}

/** What happened, how to mend it, and what to quote. What `shown` fields say beside themselves is not repeated here. */
export function ProblemNote({ error, title, shown = [], acts, onRetry }: ProblemNoteProps) {
  const problem = asApiError(error)
  const others = problem.fields.filter((fault) => !shown.some((field) => fault.field === field || fault.field.endsWith(`.${field}`)))
  if (problem.fields.length > 0 && others.length === 0) return null
  // What is not there is not there when it is asked for again either.
  const retry = onRetry && problem.status !== 404 && <Button dense icon={RotateCw} label="Retry" onClick={onRetry} />
  return (
    <FailureNote
      alert
      title={title ?? problem.title}
      request={quote(problem)}
      acts={
        (retry || acts) && (
          <>
            {retry}
            {acts}
          </>
        )
      }
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
