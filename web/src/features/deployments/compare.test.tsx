import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Compare } from './compare'
import { aDeployment, aService } from '@/test-objects'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

const serves = aDeployment({ id: 'd3', number: 3 })
const kept = aDeployment({ id: 'd2', number: 2 })
const first = aDeployment({ id: 'd1', number: 1, status: 'failed' })
const side = ({ id, number }: { id: string; number: number }) => ({ id, number, image: id, created_at: '2026-11-21T12:00:00Z' })

function show(other: string | null = null) {
  serve({
    'GET /services/s1/deployments': { items: [serves, kept, first], next_cursor: null },
    'GET /deployments/d2/diff/d3': {
      from: side(kept),
      to: side(serves),
      same: false,
      commit_changed: true,
      image_changed: true,
      config: [{ field: 'start_command', old: 'node a.js', new: 'node b.js' }],
      variables: [{ key: 'GREETING', kind: 'changed' }],
    },
    'GET /deployments/d1/diff/d3': { from: side(first), to: side(serves), same: false, commit_changed: true, image_changed: true, config: null, variables: null },
  })
  const said = { onOther: vi.fn(), onGoBack: vi.fn(), onClose: vi.fn() }
  renderAt('/', <Compare deployment={serves} service={aService({ current_deployment_id: 'd3' })} other={other} candidates={new Set(['d2', 'd3'])} {...said} />)
  return said
}

test('what serves is compared with the deployment before it, settings and variables side by side', async () => {
  show()
  expect(await screen.findByRole('row', { name: 'Start command node a.js node b.js' })).toBeTruthy()
  expect(screen.getByRole('row', { name: 'GREETING Set Another value' })).toBeTruthy()
})

test('another deployment can be chosen, and gone back to where its release is kept', async () => {
  const said = show()
  fireEvent.click(await screen.findByRole('button', { name: 'Roll back to 2' }))
  expect(said.onGoBack).toHaveBeenCalledWith(expect.objectContaining({ id: 'd2' }))
  fireEvent.change(screen.getByRole('combobox', { name: 'Compare with' }), { target: { value: 'd1' } })
  expect(said.onOther).toHaveBeenCalledWith('d1')
})

test('a deployment that never had its turn says that its settings are not known', async () => {
  show('d1')
  expect(await screen.findAllByText(/^Not known of one of them/)).toHaveLength(2)
  expect(screen.queryByRole('button', { name: /^Roll back/ })).toBeNull()
})
