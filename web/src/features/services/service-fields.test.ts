import { describe, expect, test } from 'vitest'
import { emptySource, faultsOf, fieldsOf, merged, toChanges, toNewService } from './service-fields'
import { aService } from '@/test-objects'

const filled = { ...emptySource, url: ' https://github.com/acme/web ', start: 'node server.js' }

describe('a new service', () => {
  test('only what is filled in is sent', () => {
    expect(toNewService(filled)).toEqual({ git_source: { provider: 'git', url: 'https://github.com/acme/web' }, start_command: 'node server.js' })
  })

  test('a port is a number', () => {
    expect(toNewService({ ...filled, port: '3000', branch: 'next' })).toMatchObject({ port: 3000, git_source: { branch: 'next' } })
  })
})

describe('changes', () => {
  const server = fieldsOf(aService({ start_command: 'npm start', port: 8080 }))

  test('only the fields that differ are sent', () => {
    expect(toChanges({ ...server, start: 'node server.js' }, server)).toEqual({ start_command: 'node server.js' })
    expect(toChanges(server, server)).toEqual({})
  })

  test('an emptied branch and port go back to theirs', () => {
    expect(toChanges({ ...server, branch: '' }, server)).toMatchObject({ git_source: { branch: null } })
    expect(toChanges({ ...server, port: '' }, server)).toEqual({ port: 8080 })
  })

  test('an emptied command goes back to its default', () => {
    expect(toChanges({ ...server, start: ' ' }, server)).toEqual({ start_command: null })
  })

  test('a source is sent whole', () => {
    expect(toChanges({ ...server, branch: 'next' }, server)).toEqual({
      git_source: { provider: 'git', url: 'https://github.com/acme/web', branch: 'next', root_dir: '/' },
    })
  })
})

describe('faults', () => {
  test('a repository needs an address', () => {
    expect(faultsOf(emptySource).url).toMatch(/address/)
  })

  test.each(['0', '65536', 'http', '-1', '8080 '])('%s is no port', (port) => {
    expect(faultsOf({ ...filled, port }).port).toBeDefined()
  })

  test('a path that starts without / says how', () => {
    expect(faultsOf({ ...filled, healthPath: 'healthz' }).healthPath).toBe('A path starts with /. Use /healthz.')
    expect(faultsOf({ ...filled, healthPath: '/healthz', port: '3000' })).toEqual({})
  })
})

test('news from the server never goes over what was typed', () => {
  const base = { ...emptySource, start: 'npm start', branch: 'main' }
  const mine = { ...base, start: 'node server.js' }
  expect(merged(mine, base, { ...base, start: 'yarn start', branch: 'next' })).toMatchObject({ start: 'node server.js', branch: 'next' })
})
