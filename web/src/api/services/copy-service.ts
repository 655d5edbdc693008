import { createLink } from '../links/change-links'
import { ApiError } from '../problem'
import type { Service } from '../service'
import { changeVariables } from '../variables/change-variables'
import { listVariables } from '../variables/list-variables'
import { createService } from './create-service'
import { deleteService } from './delete-service'
import { getService } from './get-service'
import { uniqueKey } from '@/lib/unique'

interface Copy {
  of: Service
  projectId: string
  name: string
  x: number
  y: number
}

export interface Copied {
  service: Service
  /** Variables that nobody can read, and the copy does not have. */
  secrets: readonly string[]
}

/** A service with the same settings and the variables that can be read. It is not deployed, and knows no secret of the other. */
export async function copyService({ of, projectId, name, x, y }: Copy): Promise<Copied> {
  const source = of.git_source
  const service = await createService({
    projectId,
    idempotencyKey: uniqueKey(),
    service: {
      name,
      ...(source?.url == null ? {} : { git_source: { provider: 'git', url: source.url, ...given({ branch: source.branch, root_dir: source.root_dir }) } }),
      ...given({
        install_command: of.install_command,
        build_command: of.build_command,
        start_command: of.start_command,
        pre_deploy_command: of.pre_deploy_command,
        output_dir: of.output_dir,
        health_check_path: of.health_check_path,
      }),
      instance_size: of.instance_size,
      instance_count: of.instance_count,
      port: of.port,
      canvas_x: x,
      canvas_y: y,
    },
  })
  const { items } = await listVariables(of.id).catch(() => ({ items: [] }))
  const readable = items.filter(({ is_secret, linked_service_id }) => !is_secret && linked_service_id === null)
  if (readable.length > 0)
    await changeVariables(service.id, { kind: 'replace', variables: Object.fromEntries(readable.map(({ key, value }) => [key, value ?? ''])), etag: null })
  if (of.project_id === projectId)
    for (const { key, linked_service_id: target, link_type: type } of items) if (target !== null && target !== service.id) await createLink({ projectId, source: service.id, target, key, type: type ?? 'internal_url' }).catch(() => {})
  return { service, secrets: items.filter(({ is_secret }) => is_secret).map(({ key }) => key) }
}

/** Takes a new service back, as long as nothing of it ever ran. */
export async function takeBackService(id: string): Promise<void> {
  const { current_deployment_id, latest_deployment, name, project_id } = await getService(id)
  if (current_deployment_id !== null || latest_deployment !== null)
    throw new ApiError(409, 'It was deployed', `${name} was deployed since. Delete it by its menu, which says what goes with it.`, { code: 'deployed' })
  await deleteService({ id, projectId: project_id })
}

function given<T extends Record<string, string | null | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null && value !== '')) as { [K in keyof T]?: string }
}
