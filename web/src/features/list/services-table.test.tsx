import { fireEvent, screen, within } from '@testing-library/react'
import { Play, Trash2 } from 'lucide-react'
import { expect, test, vi } from 'vitest'
import { ServicesTable } from './services-table'
import type { Service } from '@/api/service'
import { learnRoles } from '@/lib/role'
import type { Action } from '@/ui/action'
import { aDeployment, aService } from '@/test-objects'
import { renderAt } from '@/test-page'

const services = [
  aService({ id: 'a', name: 'web', status: 'live', generated_url: 'http://web4821.localhost:8080', current_deployment_id: 'd1' }),
  aService({
    id: 'b',
    name: 'worker',
    status: 'failed',
    latest_deployment: aDeployment({ status: 'failed', error: { code: 'x', message: 'crashed 5x in 5 min' } }),
  }),
  aService({ id: 'c', name: 'search', status: 'ready' }),
  aService({ id: 'd', name: 'resting', status: 'stopped' }),
  aService({ id: 'e', name: 'undone', status: 'stopped' }),
]

function show() {
  const handlers = { onOpen: vi.fn(), onDeploy: vi.fn() }
  const remove = vi.fn()
  const start = vi.fn()
  const actions: Action<Service>[] = [
    { id: 'start', label: () => 'Start', icon: Play, shown: ({ name }) => name === 'resting', why: () => null, run: start },
    { id: 'delete', label: ({ name }) => `Delete ${name}`, icon: Trash2, needs: 'owner', why: () => null, run: remove },
  ]
  renderAt('/', <ServicesTable services={services} selected="b" actions={actions} {...handlers} />)
  return { ...handlers, remove, start, row: (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name}`) })) }
}

test('a row says state and reason in words', () => {
  const { row } = show()
  expect(row('worker').getByText('Failed: crashed 5x in 5 min')).toBeTruthy()
  expect(row('web').getByText('Live')).toBeTruthy()
  expect(row('web').getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('http://web4821.localhost:8080')
})

test('the next step of each state is at hand', () => {
  const { row, onDeploy, onOpen, start } = show()
  fireEvent.click(row('search').getByRole('button', { name: 'Deploy' }))
  expect(onDeploy).toHaveBeenCalledWith(services[2])
  fireEvent.click(row('worker').getByRole('button', { name: 'Why it failed' }))
  expect(onOpen).toHaveBeenCalledWith('b')
  fireEvent.click(row('resting').getByRole('button', { name: 'Start' }))
  expect(start).toHaveBeenCalledWith(services[3])
  expect(row('undone').getByRole('button', { name: 'Deploy' })).toBeTruthy()
})

test('the menu is walked by keyboard and gives the focus back', () => {
  const { row, remove } = show()
  const button = row('web').getByRole('button', { name: 'More actions for web' })
  fireEvent.click(button)
  const item = screen.getByRole('menuitem', { name: 'Delete web' })
  expect(document.activeElement).toBe(item)
  fireEvent.keyDown(item, { key: 'Escape' })
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(button)
  fireEvent.click(button)
  fireEvent.click(screen.getByRole('menuitem', { name: 'Delete web' }))
  expect(remove).toHaveBeenCalledWith(services[0])
})

test('the menu says what the role of the reader does not allow', () => {
  learnRoles(['developer'])
  const { row, remove } = show()
  fireEvent.click(row('web').getByRole('button', { name: 'More actions for web' }))
  const item = screen.getByRole('menuitem', { name: /^Delete web/ })
  expect(item.textContent).toContain('the role owner')
  fireEvent.click(item)
  expect(remove).not.toHaveBeenCalled()
})
