import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { PaletteHost } from './palette-host'
import { usePalette } from './palette-store'
import { renderAt } from '@/test-page'
import { serve } from '@/test-server'

test('Ctrl+K opens the palette wherever the focus is, and a project that is found is gone to', async () => {
  const node = { id: 's1', name: 'depot', status: 'live' }
  serve({
    'GET /projects': {
      items: [
        { id: 'p1', name: 'storefront', slug: 'storefront', created_at: '2026-11-21T12:00:00Z' },
        { id: 'p2', name: 'warehouse', slug: 'warehouse', created_at: '2026-11-21T12:00:00Z', status: 'live', service_count: 1, nodes: [node] },
      ],
      next_cursor: null,
    },
  })
  const { history } = renderAt('/projects', <PaletteHost />)
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true })
  const field = await screen.findByRole('combobox')
  await screen.findByRole('option', { name: /warehouse/ })
  fireEvent.change(field, { target: { value: 'depot' } })
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['depotin warehouse Live'])
  fireEvent.keyDown(field, { key: 'Enter' })
  await waitFor(() => expect(history.at(-1)).toBe('/p/warehouse?node=s1'))
  expect(usePalette.getState().shown).toBeNull()
})
