import { vi } from 'vitest'

type Answer = unknown | ((request: { body: unknown }) => unknown)

export interface Asked {
  method: string
  path: string
  body: unknown
  headers: Headers
}

/** Answers the page's calls from a table of `METHOD /path`; what it was asked for can be looked at. */
export function serve(table: Record<string, Answer>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const path = String(url).replace('/v1/click-deploy', '')
    const method = init.method ?? 'GET'
    const headers = new Headers(init.headers)
    const isJson = headers.get('content-type') === 'application/json'
    const body: unknown = typeof init.body === 'string' && isJson ? JSON.parse(init.body) : (init.body ?? undefined)
    asked.push({ method, path, body, headers })
    const answer = table[`${method} ${path}`] ?? table[`${method} ${path.split('?')[0] ?? ''}`]
    if (answer === undefined) return Response.json({ title: 'Not found', detail: `The test does not answer ${method} ${path}` }, { status: 404 })
    const value: unknown = typeof answer === 'function' ? (answer as (request: { body: unknown }) => unknown)({ body }) : answer
    return value instanceof Response ? value : Response.json(value)
  })
  return asked
}
