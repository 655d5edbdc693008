import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { useRole } from '@/lib/role'

// The files share one page: none finds what another stored.
afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
  useRole.setState({ own: null })
})

// What a test waits for comes later on a machine that is busy.
configure({ asyncUtilTimeout: 20_000 })

// jsdom draws nothing: what the browser brings for modals and sizes is stood in for here.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
}
Element.prototype.scrollIntoView ??= () => {}
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList
