import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { LogsPart } from './logs-part'
import { aDeployment, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

function firstShown(fields: Parameters<typeof aService>[0]) {
  serve({})
  const view = renderAt('/', <LogsPart service={aService({ latest_deployment: aDeployment(), ...fields })} view={null} deploy={null} onView={() => {}} />)
  const name = screen.getByRole('button', { pressed: true, name: /log|Deployment|Metrics/ }).textContent
  view.unmount()
  return name
}

test('what one came for is shown first: what a service wrote, or why it never went live', () => {
  const failure = { code: 'crash_loop', message: 'It crashed 5 times.' }
  expect(firstShown({ status: 'live' })).toBe('Application log')
  expect(firstShown({ status: 'failed', failure })).toBe('Application log')
  expect(firstShown({ status: 'failed' })).toBe('Deployment 1')
})
