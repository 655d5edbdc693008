import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { LinksList } from './links-list'
import { aService } from '@/test-objects'

const services = [aService({ id: 'a', name: 'web' }), aService({ id: 'b', name: 'api' })]
const link = { id: 'l', kind: 'variable' as const, source: 'a', target: 'b', label: 'API_URL' }

test('a link says who uses whom by which variable, and leads to it', () => {
  const onVariables = vi.fn()
  render(<LinksList links={[link]} services={services} onVariables={onVariables} />)
  expect(screen.getByRole('listitem').textContent).toContain('web uses api as API_URL')
  fireEvent.click(screen.getByRole('button', { name: 'Show API_URL of web' }))
  expect(onVariables).toHaveBeenCalledWith('a')
})

test('without links there is nothing', () => {
  const { container } = render(<LinksList links={[{ ...link, target: 'gone' }]} services={services} onVariables={() => {}} />)
  expect(container.textContent).toBe('')
})
