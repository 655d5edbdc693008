import * as v from 'valibot'
import { ApiError, toError, unreachable } from './problem'
import { learnServerTime } from './server-time'
import { signIn } from './session'

const base = '/v1/click-deploy'
const patience = 30_000

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a string in `text` is sent as it is. */
  body?: unknown
  text?: string
  /** The version that the change is made on: another one is answered with 412. */
  ifMatch?: string | null
  signal?: AbortSignal
  /** Makes a repeat of a lost write harmless. */
  idempotencyKey?: string
}

/** One call of the API; the answer is checked against its schema, unknown fields are dropped. */
export async function call<TSchema extends v.GenericSchema>(schema: TSchema, path: string, options: CallOptions = {}): Promise<v.InferOutput<TSchema>> {
  return (await callTagged(schema, path, options)).value
}

export interface Tagged<T> {
  value: T
  etag: string | null
}

/** The same with the version of what was answered, for a change that must not go over somebody else's. */
export async function callTagged<TSchema extends v.GenericSchema>(
  schema: TSchema,
  path: string,
  options: CallOptions = {},
): Promise<Tagged<v.InferOutput<TSchema>>> {
  const response = await answer(path, options)
  const parsed = v.safeParse(schema, await response.json().catch(() => undefined))
  if (parsed.success) return { value: parsed.output, etag: response.headers.get('etag') }
  const at = v.getDotPath(parsed.issues[0]) ?? 'the body'
  throw new ApiError(
    response.status,
    'Not understood',
    `The server's answer does not fit this page at ${at}. Reload the page: it may be older than the server.`,
    {
      code: 'unexpected_answer',
      requestId: response.headers.get('x-request-id'),
    },
  )
}

/** A call that answers with text. */
export async function callText(path: string, options: CallOptions = {}): Promise<string> {
  return (await answer(path, options)).text()
}

/** A call whose answer has nothing that is needed. */
export async function send(path: string, options: CallOptions): Promise<void> {
  await answer(path, options)
}

export function apiUrl(path: string): string {
  return base + path
}

async function answer(path: string, options: CallOptions): Promise<Response> {
  let response = await ask(path, options)
  if (response.status === 401 && (await signIn())) response = await ask(path, options)
  if (!response.ok) throw await toError(response)
  return response
}

async function ask(path: string, { method = 'GET', body, text, ifMatch, signal, idempotencyKey }: CallOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(patience)
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (text !== undefined) headers.set('content-type', 'text/plain; charset=utf-8')
  if (ifMatch) headers.set('if-match', ifMatch)
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  try {
    const response = await fetch(apiUrl(path), {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(text === undefined ? {} : { body: text }),
    })
    learnServerTime(response.headers.get('date'))
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreachable(timeout.aborted)
  }
}
