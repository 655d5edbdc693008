import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../http'
import { keys } from '../keys'
import { pageOf } from '../page'
import { ProjectItem } from '../project'

const Page = pageOf(ProjectItem)

export function listProjects(cursor: string | null, signal?: AbortSignal) {
  const query = new URLSearchParams({ limit: '50', ...(cursor === null ? {} : { cursor }) })
  return call(Page, `/projects?${query}`, { signal })
}

export function useProjects() {
  return useInfiniteQuery({
    queryKey: keys.projectList,
    queryFn: ({ pageParam, signal }) => listProjects(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 5_000,
  })
}
