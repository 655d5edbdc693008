import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { Project } from '../project'

export interface CreateProject {
  name: string
  idempotencyKey: string
}

export function createProject({ name, idempotencyKey }: CreateProject) {
  return call(Project, '/projects', { method: 'POST', body: { name }, idempotencyKey })
}

export function useCreateProject() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: createProject,
    onSuccess: async (project) => {
      cache.setQueryData(keys.slug(project.slug), project.id)
      cache.setQueryData(keys.project(project.id), project)
      await cache.invalidateQueries({ queryKey: keys.projectList })
    },
  })
}
