import * as v from 'valibot'
import { Deployment } from '@/api/deployment'
import { OperationDetail } from '@/api/operations/operation'
import { Project } from '@/api/project'
import { Service } from '@/api/service'

// Made by the schemas themselves: a test's object has the defaults that an answer of the server gets.

export function aDeployment(fields: Partial<v.InferInput<typeof Deployment>> = {}): Deployment {
  return v.parse(Deployment, { id: 'd1', number: 1, service_id: 's1', status: 'live', created_at: '2026-11-21T12:00:00Z', ...fields })
}

export function aStep(fields: NonNullable<v.InferInput<typeof Deployment>['steps']>[number]): NonNullable<Deployment['steps']>[number] {
  const [step] = aDeployment({ steps: [fields] }).steps ?? []
  if (!step) throw new Error('A deployment with one step has one')
  return step
}

export function aService(fields: Partial<v.InferInput<typeof Service>> = {}): Service {
  return v.parse(Service, {
    id: 's1',
    project_id: 'p1',
    name: 'web',
    status: 'ready',
    port: 8080,
    git_source: { provider: 'git', url: 'https://github.com/acme/web', branch: 'main', root_dir: '/' },
    ...fields,
  })
}

export function aProject(fields: Partial<v.InferInput<typeof Project>> = {}): Project {
  return v.parse(Project, { id: 'p1', name: 'storefront', slug: 'storefront', created_at: '2026-11-21T12:00:00Z', ...fields })
}

/** A deployment of the service above that failed, as an operation. */
export function anOperation(fields: Partial<v.InferInput<typeof OperationDetail>> = {}): OperationDetail {
  return v.parse(OperationDetail, {
    id: 'd7',
    kind: 'deploy',
    status: 'failed',
    object: { kind: 'service', id: 's1' },
    project_id: 'p1',
    started_at: '2026-11-21T12:00:00Z',
    finished_at: '2026-11-21T12:00:30Z',
    ...fields,
  })
}
