import { describe, expect, test } from 'vitest'
import { proposeName, repositoryLabel, repositoryPage, toHostName } from './repository'

const hostName = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

describe('proposeName', () => {
  test.each([
    ['https://github.com/acme/shop-api.git', 'shop-api'],
    ['https://github.com/acme/Shop_API', 'shop-api'],
    ['https://github.com/acme/shop-api/', 'shop-api'],
    ['https://github.com/acme/shop-api?ref=main#readme', 'shop-api'],
    ['git@github.com:acme/shop-api.git', 'shop-api'],
    ['github.com:acme/shop-api', 'shop-api'],
    ['ssh://git@host:2222/team/sub/web.git', 'web'],
    ['file:///tmp/demo/hello.git', 'hello'],
    ['https://host/caf%C3%A9', 'cafe'],
    ['https://host/3d-viewer', 'd-viewer'],
    ['https://host/a/---', ''],
    ['  https://host/a/b.git  ', 'b'],
    ['https://github.com', ''],
    ['not an address', ''],
    ['', ''],
  ])('%s gives "%s"', (address, name) => {
    expect(proposeName(address, [])).toBe(name)
  })

  test('a taken name gets the next free number', () => {
    expect(proposeName('https://host/a/web', ['web', 'web-2'])).toBe('web-3')
  })

  test('a long name with a number still fits a host name', () => {
    const long = 'x'.repeat(80)
    const name = proposeName(`https://host/a/${long}`, [long.slice(0, 63)])
    expect(name).toMatch(hostName)
    expect(name).toHaveLength(63)
    expect(name.endsWith('-2')).toBe(true)
  })

  test('a bad escape in the address is taken as it stands', () => {
    expect(proposeName('https://host/a/b%zz', [])).toBe('b-zz')
  })
})

test.each(['Ünïcode Name', 'a--b__c', 'x'.repeat(62) + '-y', '-lead-', '9lives'])('toHostName(%s) is a host name', (text) => {
  expect(toHostName(text)).toMatch(hostName)
})

test.each([
  ['https://github.com/acme/shop-api.git', 'acme/shop-api'],
  ['git@gitlab.com:group/sub/app.git', 'sub/app'],
  ['file:///srv/git/demo.git', 'git/demo'],
  ['nonsense', 'nonsense'],
])('repositoryLabel(%s) is %s', (address, label) => {
  expect(repositoryLabel(address)).toBe(label)
})

test('only a web address has a page', () => {
  expect(repositoryPage('https://github.com/acme/a.git')).toBe('https://github.com/acme/a')
  expect(repositoryPage('git@github.com:acme/a.git')).toBeNull()
  expect(repositoryPage('javascript:alert(1)')).toBeNull()
  expect(repositoryPage('file:///tmp/a')).toBeNull()
})
