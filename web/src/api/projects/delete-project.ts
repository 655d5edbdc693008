import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../http'
import { keys } from '../keys'

export function deleteProject({ id, name }: { id: string; name: string }) {
  return send(`/projects/${id}?${new URLSearchParams({ confirm: name })}`, { method: 'DELETE' })
}

export function useDeleteProject() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: deleteProject,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.projectList })
    },
  })
}
