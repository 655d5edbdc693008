import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { Service, type InstanceSize } from '../service'

export interface CreateService {
  projectId: string
  idempotencyKey: string
  service: NewService
}

/** Fields that are left out get the server's defaults. */
export interface NewService {
  name: string
  git_source?: { provider: 'git'; url: string; branch?: string; root_dir?: string; token?: string }
  install_command?: string
  build_command?: string
  start_command?: string
  health_check_path?: string
  pre_deploy_command?: string
  output_dir?: string
  instance_size?: InstanceSize
  instance_count?: number
  port?: number | null
  canvas_x: number
  canvas_y: number
}

export function createService({ projectId, service, idempotencyKey }: CreateService) {
  return call(Service, `/projects/${projectId}/services`, { method: 'POST', body: { type: 'app', ...service }, idempotencyKey })
}

export function useCreateService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: createService,
    onSuccess: async (_, { projectId }) => {
      await cache.invalidateQueries({ queryKey: keys.project(projectId) })
    },
  })
}
