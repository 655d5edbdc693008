import { fireEvent, render, screen } from '@testing-library/react'
import { Rocket } from 'lucide-react'
import { expect, test, vi } from 'vitest'
import { Palette, type PaletteItem } from './palette'

const ran = vi.fn()
const closed = vi.fn()
const item = (id: string, group: PaletteItem['group'], label: string, more: Partial<PaletteItem> = {}): PaletteItem => ({ id, group, label, icon: Rocket, run: () => ran(id), ...more })

function open(...items: PaletteItem[]) {
  ran.mockClear()
  closed.mockClear()
  render(<Palette items={items} onClose={closed} />)
  return screen.getByRole('combobox')
}
const options = () => screen.queryAllByRole('option').map((option) => option.textContent)
const chosen = () => screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')?.textContent

test('typing finds, arrows choose, Enter closes and runs', () => {
  const field = open(item('a', 'Nodes', 'depot'), item('b', 'Actions', 'Deploy api'), item('c', 'Actions', 'Stop api'))
  fireEvent.change(field, { target: { value: 'dep' } })
  expect(options()).toEqual(['Deploy api', 'depot'])
  fireEvent.keyDown(field, { key: 'ArrowDown' })
  expect(chosen()).toBe('depot')
  expect(document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('depot')
  fireEvent.keyDown(field, { key: 'ArrowDown' })
  expect(chosen()).toBe('Deploy api')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(ran).toHaveBeenCalledWith('b')
  expect(closed).toHaveBeenCalledOnce()
})

test('what cannot be done says why and does nothing', () => {
  const field = open(item('a', 'Actions', 'Deploy api', { why: 'It is being deleted' }))
  expect(options()).toEqual(['Deploy apiIt is being deleted'])
  fireEvent.keyDown(field, { key: 'Enter' })
  fireEvent.click(screen.getByRole('option'))
  expect(ran).not.toHaveBeenCalled()
  expect(closed).not.toHaveBeenCalled()
})

test('what is rare is shown only when it is looked for', () => {
  const field = open(item('a', 'Actions', 'Add a service'), item('b', 'Actions', 'Restart: api', { isRare: true }))
  expect(options()).toEqual(['Add a service'])
  fireEvent.change(field, { target: { value: 'restart' } })
  expect(options()).toEqual(['Restart: api'])
  fireEvent.change(field, { target: { value: 'nothing at all' } })
  expect(options()).toEqual([])
  expect(screen.getByRole('dialog').textContent).toContain('Nothing is called like that.')
})
