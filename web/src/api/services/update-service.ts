import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { ApiError } from '../problem'
import { Service, type InstanceSize } from '../service'
import { getTaggedService } from './get-service'

export interface ServiceChanges {
  name?: string
  git_source?: { provider: string; url?: string; branch?: string | null; root_dir?: string | null; token?: string | null }
  install_command?: string | null
  build_command?: string | null
  start_command?: string | null
  pre_deploy_command?: string | null
  output_dir?: string | null
  health_check_path?: string | null
  instance_size?: InstanceSize
  instance_count?: number
  port?: number | null
  auto_deploy?: boolean
}

interface UpdateService {
  id: string
  changes: ServiceChanges
  /** Whether somebody else changed what this change is about since the reader saw it. */
  isOvertaken?: (now: Service) => boolean
}

const attempts = 3

/** Changes fields on top of what others changed in other fields; what they changed in the same ones is never overwritten unseen. */
export async function updateService({ id, changes, isOvertaken }: UpdateService): Promise<Service> {
  for (let attempt = 1; ; attempt++) {
    const { value: now, etag } = await getTaggedService(id)
    if (isOvertaken?.(now)) throw new ApiError(412, 'Changed meanwhile', 'Somebody else changed the same fields. Both values are shown: keep one, then save again.', { code: 'stale' })
    try {
      return await call(Service, `/services/${id}`, { method: 'PATCH', body: changes, ifMatch: etag })
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412 || attempt === attempts) throw error
    }
  }
}

export function useUpdateService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: updateService,
    onSuccess: (service) => cache.setQueryData(keys.service(service.id), service),
    onSettled: async () => cache.invalidateQueries({ queryKey: keys.projects }),
  })
}
