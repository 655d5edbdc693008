import * as v from 'valibot'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { call, send } from './http'
import type { ApiError } from './problem'

const asked: { url: string; method: string; headers: Headers; body: unknown }[] = []
const answers: (Response | Error)[] = []

beforeEach(() => {
  asked.length = answers.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, method: init.method ?? 'GET', headers: new Headers(init.headers), body: init.body })
    const answer = answers.shift()
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('The test gives no further answer')
    return answer
  })
})
afterEach(() => vi.unstubAllGlobals())

const Thing = v.object({ id: v.string() })
const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

test('a good answer is checked, and unknown fields are dropped', async () => {
  answers.push(Response.json({ id: 'a', later: true }))
  expect(await call(Thing, '/things/a')).toEqual({ id: 'a' })
  expect(asked[0]?.url).toBe('/v1/click-deploy/things/a')
})

test('an answer of another shape names where', async () => {
  answers.push(Response.json({ id: 5 }, { headers: { 'x-request-id': 'r1' } }))
  const error = await caught(call(Thing, '/things/a'))
  expect(error).toMatchObject({ code: 'unexpected_answer', requestId: 'r1' })
  expect((error as ApiError).message).toContain('at id')
})

test('a write carries its body and its idempotency key', async () => {
  answers.push(new Response(null, { status: 202 }))
  await send('/things', { method: 'POST', body: { name: 'a' }, idempotencyKey: 'k' })
  expect(asked[0]).toMatchObject({ method: 'POST', body: '{"name":"a"}' })
  expect(asked[0]?.headers.get('idempotency-key')).toBe('k')
  expect(asked[0]?.headers.get('content-type')).toBe('application/json')
})

test('without a session it signs in once and asks again', async () => {
  answers.push(new Response('', { status: 401 }), Response.json({ token: 't' }), Response.json({ id: 'a' }))
  expect(await call(Thing, '/things/a')).toEqual({ id: 'a' })
  expect(asked.map(({ url }) => url)).toEqual(['/v1/click-deploy/things/a', '/dev/token', '/v1/click-deploy/things/a'])
})

test('where there is no development sign-in the refusal is shown', async () => {
  answers.push(Response.json({ title: 'No session', detail: 'Sign in first.' }, { status: 401 }), new Response('', { status: 404 }))
  expect(await caught(call(Thing, '/things/a'))).toMatchObject({ status: 401, message: 'Sign in first.' })
})

test('calls that are refused together share one sign-in', async () => {
  answers.push(
    new Response('', { status: 401 }),
    new Response('', { status: 401 }),
    Response.json({ token: 't' }),
    Response.json({ id: 'a' }),
    Response.json({ id: 'b' }),
  )
  await Promise.all([call(Thing, '/a'), call(Thing, '/b')])
  expect(asked.filter(({ url }) => url === '/dev/token')).toHaveLength(1)
})

test('a problem keeps its detail, its request and the fault of each field', async () => {
  answers.push(
    Response.json(
      {
        title: 'Some fields are wrong',
        status: 400,
        detail: 'Mend the fields.',
        code: 'invalid',
        request_id: '7d42',
        errors: [{ field: 'git_source.url', code: 'user_info', message: 'Leave the password out.' }],
      },
      { status: 400, headers: { 'content-type': 'application/problem+json' } },
    ),
  )
  const error = (await caught(call(Thing, '/things'))) as ApiError
  expect(error).toMatchObject({ status: 400, title: 'Some fields are wrong', message: 'Mend the fields.', code: 'invalid', requestId: '7d42', passing: false })
  expect(error.fault('url')).toBe('Leave the password out.')
  expect(error.fault('git_source.url')).toBe('Leave the password out.')
  expect(error.fault('name')).toBeUndefined()
})

test("a proxy's page instead of a problem still gives a sentence", async () => {
  answers.push(new Response('<html>bad gateway</html>', { status: 502 }))
  expect(await caught(call(Thing, '/things'))).toMatchObject({ status: 502, title: 'The server failed', passing: true })
})

test('no answer at all is said as that, and is worth asking again', async () => {
  answers.push(new TypeError('Failed to fetch'))
  expect(await caught(call(Thing, '/things'))).toMatchObject({ status: 0, code: 'unreachable', passing: true })
})
