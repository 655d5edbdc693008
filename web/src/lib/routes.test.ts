import { expect, test } from 'vitest'
import { panelQuery, readPanel } from './routes'

test('a panel in an address reads back', () => {
  expect(readPanel(panelQuery('7f20', 'logs'))).toEqual({ node: '7f20', tab: 'logs', view: null })
  expect(readPanel(panelQuery('7f20', 'logs', 'metrics')).view).toBe('metrics')
})

test('no panel, and a tab that does not exist', () => {
  expect(panelQuery(null)).toBe('')
  expect(readPanel('')).toEqual({ node: null, tab: null, view: null })
  expect(readPanel('node=a&tab=secrets')).toEqual({ node: 'a', tab: null, view: null })
})
