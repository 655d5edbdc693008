import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { apiUrl } from '../http'
import { keys } from '../keys'
import { useLive } from '../live'
import { serverNow } from '../server-time'
import type { Project } from '../project'
import { readShared } from '../shared-stream'
import { applyProjectEvent } from './project-events'

/** Keeps a project in the cache as it is, by its events. While there are none, the queries ask by themselves. */
export function useFollowProject(projectId: string): void {
  const cache = useQueryClient()
  useEffect(() => {
    const stop = new AbortController()
    const setOpen = (open: boolean) => {
      if (stop.signal.aborted || useLive.getState().open === open) return
      useLive.setState({ open })
      // After a gap everything is asked for once; without a stream this starts the asking again.
      if (!open) void cache.invalidateQueries({ queryKey: keys.project(projectId) })
    }
    readShared({
      name: `project:${projectId}`,
      url: apiUrl(`/projects/${projectId}/events`),
      signal: stop.signal,
      onEvent: (event) => {
        setOpen(true)
        applyProjectEvent(cache, projectId, event)
      },
      onState: (state) => setOpen(state === 'open'),
      onAlive: () => useLive.setState({ heard: serverNow() }),
    })
      .then(() => {
        // The stream ends with the project; asking for it would only be refused.
        if (!stop.signal.aborted) cache.setQueryData<Project>(keys.project(projectId), (project) => project && { ...project, deleting: true, services: [] })
        useLive.setState({ open: false, heard: 0 })
      })
      .catch(() => setOpen(false))
    return () => {
      stop.abort()
      useLive.setState({ open: false, heard: 0 })
    }
  }, [projectId, cache])
}
