/** Every address of the page, in one place. */
export const routes = {
  projects: '/projects',
  project: (slug: string) => `/p/${slug}`,
  list: (slug: string) => `/p/${slug}/list`,
  deployment: (id: string) => `/d/${id}`,
  operations: '/operations',
  operation: (id: string) => `/operations/${encodeURIComponent(id)}`,
  alerts: '/alerts',
  audit: '/audit',
  account: '/account',
} as const

export const patterns = {
  projects: '/projects',
  project: '/p/:slug',
  list: '/p/:slug/list',
  deployment: '/d/:id',
  operations: '/operations',
  operation: '/operations/:id',
  alerts: '/alerts',
  audit: '/audit',
  account: '/account',
} as const

export const panelTabs = ['source', 'instance', 'variables', 'deploy', 'logs'] as const
export type PanelTab = (typeof panelTabs)[number]

export const logsViews = ['runtime', 'build', 'metrics'] as const
export type LogsView = (typeof logsViews)[number]

/** Which deployment stands beside the one that is shown. */
export function compareQuery(other: string | null): string {
  return other === null ? '' : `?${new URLSearchParams({ with: other })}`
}

export function readCompare(search: string): string | null {
  return new URLSearchParams(search).get('with')
}

/** The point of a history that is looked at, counted from 1; null: its end. */
export function stepQuery(point: number | null): string {
  return point === null ? '' : `?${new URLSearchParams({ step: String(point) })}`
}

export function readStep(search: string): number | null {
  const step = Number(new URLSearchParams(search).get('step'))
  return Number.isInteger(step) && step > 0 ? step : null
}

/** The open panel is part of the address, so that every view is a link. */
export function panelQuery(node: string | null, tab?: PanelTab, view?: LogsView): string {
  if (node === null) return ''
  return `?${new URLSearchParams({ node, ...(tab ? { tab } : {}), ...(view ? { view } : {}) })}`
}

export function readPanel(search: string): { node: string | null; tab: PanelTab | null; view: LogsView | null } {
  const query = new URLSearchParams(search)
  return {
    node: query.get('node'),
    tab: panelTabs.find((known) => known === query.get('tab')) ?? null,
    view: logsViews.find((known) => known === query.get('view')) ?? null,
  }
}
