import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { Service } from '../service'

export interface ServiceChanges {
  git_source?: { provider: string; url: string; branch?: string | null; root_dir?: string | null }
  install_command?: string | null
  build_command?: string | null
  start_command?: string | null
  health_check_path?: string | null
  port?: number | null
}

export function updateService({ id, changes }: { id: string; changes: ServiceChanges }) {
  return call(Service, `/services/${id}`, { method: 'PATCH', body: changes })
}

export function useUpdateService() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: updateService,
    onSuccess: async (service) => {
      cache.setQueryData(keys.service(service.id), service)
      await cache.invalidateQueries({ queryKey: keys.project(service.project_id) })
    },
  })
}
