import * as v from 'valibot'

const FieldError = v.object({
  field: v.string(),
  code: v.optional(v.string(), ''),
  message: v.string(),
})

const Problem = v.object({
  title: v.optional(v.string(), ''),
  detail: v.optional(v.nullable(v.string()), null),
  code: v.optional(v.nullable(v.string()), null),
  request_id: v.optional(v.nullable(v.string()), null),
  errors: v.optional(v.nullable(v.array(FieldError)), null),
})

export type FieldError = v.InferOutput<typeof FieldError>

/** A call that did not do what it was asked for: an answer of 4xx or 5xx (RFC 9457), or none at all. */
export class ApiError extends Error {
  readonly status: number
  readonly title: string
  readonly code: string | null
  readonly requestId: string | null
  readonly fields: readonly FieldError[]

  constructor(status: number, title: string, detail: string, more: { code?: string | null; requestId?: string | null; fields?: readonly FieldError[] } = {}) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.title = title
    this.code = more.code ?? null
    this.requestId = more.requestId ?? null
    this.fields = more.fields ?? []
  }

  /** The fault at a field, by its last word too: `git_source.url` and `url` are the same field of a form. */
  fault(field: string): string | undefined {
    return this.fields.find((error) => error.field === field || error.field.endsWith(`.${field}`))?.message
  }

  /** Whether it is worth asking again without a change. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

/** Reads an answer of 4xx or 5xx; a body that is not a problem (a proxy's page) still gives a sentence. */
export async function toError(response: Response): Promise<ApiError> {
  const parsed = v.safeParse(Problem, await bodyOf(response))
  const requestId = response.headers.get('x-request-id')
  if (!parsed.success)
    return new ApiError(response.status, titleOf(response.status), `The server answered ${response.status} without saying why.`, { requestId })
  const { title, detail, code, request_id, errors } = parsed.output
  return new ApiError(response.status, title || titleOf(response.status), detail ?? (title || `The server answered ${response.status}.`), {
    code,
    requestId: request_id ?? requestId,
    fields: errors ?? [],
  })
}

/** No answer: the platform is down, restarting, or out of reach. */
export function unreachable(timedOut: boolean): ApiError {
  return timedOut
    ? new ApiError(0, 'No answer', 'The server did not answer in time. It may still be doing what was asked.', { code: 'timeout' })
    : new ApiError(0, 'Not connected', 'The server cannot be reached. Deployments go on without this page.', { code: 'unreachable' })
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(0, 'The page failed', error instanceof Error ? error.message : String(error), { code: 'page' })
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

function titleOf(status: number): string {
  if (status === 404) return 'Not found'
  if (status === 401 || status === 403) return 'Not allowed'
  return status >= 500 ? 'The server failed' : 'Refused'
}
