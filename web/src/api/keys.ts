/** Names of what is kept in the query cache; a write names here what it makes stale. */
export const keys = {
  projects: ['projects'],
  projectList: ['projects', 'list'],
  alerts: ['alerts'],
  slug: (slug: string) => ['projects', 'slug', slug],
  project: (id: string) => ['projects', 'one', id],
  services: ['services'],
  service: (id: string) => ['services', id],
  deployments: (serviceId: string) => ['services', serviceId, 'deployments'],
  candidates: (serviceId: string) => ['services', serviceId, 'deployments', 'candidates'],
  variables: (serviceId: string) => ['services', serviceId, 'variables'],
  revisions: (serviceId: string) => ['services', serviceId, 'variables', 'revisions'],
  metrics: (serviceId: string, range: string) => ['services', serviceId, 'metrics', range],
  deployment: (id: string) => ['deployments', id],
  comparison: (from: string, to: string) => ['deployments', from, 'diff', to],
  operations: (filter: object) => ['operations', filter],
  operation: (id: string) => ['operations', 'one', id],
} as const
