import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Field } from './field'

test('a name of emoji may be as long as one of letters', () => {
  render(<Field label="Name" value={'a' + '😀'.repeat(40)} maxLength={100} onChange={() => {}} />)

  expect(screen.getByLabelText<HTMLInputElement>('Name').maxLength).toBe(140)
})
