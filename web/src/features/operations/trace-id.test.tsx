import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { TraceId } from './trace-id'

test('a trace is named by its first characters, and can be copied whole', () => {
  render(<TraceId id="0af7651916cd43dd8448eb211c80319c" />)
  expect(screen.getByTitle('0af7651916cd43dd8448eb211c80319c').textContent).toBe('0af76519')
  expect(screen.getByRole('button', { name: 'Copy the trace id' })).toBeTruthy()
})

test('an operation without a trace shows none', () => {
  const { container } = render(<TraceId id={null} />)
  expect(container.textContent).toBe('')
})
