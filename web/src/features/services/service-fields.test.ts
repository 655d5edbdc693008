import { describe, expect, test } from 'vitest'
import { emptyFields, faultsOf, fieldsOf, toChanges, toNewService } from './service-fields'
import { aService } from '@/test-objects'

const filled = { ...emptyFields, url: ' https://github.com/acme/web ', start: 'node server.js' }

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

  test('a worker has no port, and one that is none any more has the default', () => {
    expect(toChanges({ ...server, worker: 'yes' }, server)).toEqual({ port: null })
    const worker = fieldsOf(aService({ port: null }))
    expect(toChanges({ ...worker, worker: '' }, worker)).toEqual({ port: 8080 })
  })

  test('size and count are what the server calls them', () => {
    expect(toChanges({ ...server, size: 'large', count: '2' }, server)).toEqual({ instance_size: 'large', instance_count: 2 })
  })

  test('a source is sent whole', () => {
    expect(toChanges({ ...server, branch: 'next' }, server)).toEqual({
      git_source: { provider: 'git', url: 'https://github.com/acme/web', branch: 'next', root_dir: '/' },
    })
  })
})

describe('the token of a private repository', () => {
  const server = fieldsOf(aService({ git_source: { url: 'https://github.com/acme/web', has_token: true } }))

  test('is sent only when it was typed, alone', () => {
    expect(toNewService({ ...filled, token: ' ghp_x ' })).toMatchObject({ git_source: { token: 'ghp_x' } })
    expect(toChanges({ ...server, token: 'ghp_x' }, server)).toEqual({ git_source: { provider: 'git', token: 'ghp_x' } })
    expect(toChanges({ ...server, branch: 'next' }, server).git_source).not.toHaveProperty('token')
  })

  test('is removed by null', () => {
    expect(toChanges({ ...server, forgetToken: 'yes' }, server)).toEqual({ git_source: { provider: 'git', token: null } })
  })
})

describe('faults', () => {
  test('a repository needs an address', () => {
    expect(faultsOf(emptyFields).url).toMatch(/address/)
  })

  test.each(['0', '65536', 'http', '-1', '8080 '])('%s is no port', (port) => {
    expect(faultsOf({ ...filled, port }).port).toBeDefined()
  })

  test('a worker needs no port, and a count is a small number', () => {
    expect(faultsOf({ ...filled, worker: 'yes', port: 'x' }).port).toBeUndefined()
    expect(faultsOf({ ...filled, count: '0' }).count).toBeDefined()
    expect(faultsOf({ ...filled, name: 'Web_1' }).name).toMatch(/host name/)
  })

  test('a path that starts without / says how', () => {
    expect(faultsOf({ ...filled, healthPath: 'healthz' }).healthPath).toBe('A path starts with /. Use /healthz.')
    expect(faultsOf({ ...filled, healthPath: '/healthz', port: '3000' })).toEqual({})
  })
})
