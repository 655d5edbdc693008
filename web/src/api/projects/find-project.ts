import { useQuery } from '@tanstack/react-query'
import { keys } from '../keys'
import { ApiError } from '../problem'
import { listProjects } from './list-projects'

/** The id behind an address of ours: the API knows projects by id, people by slug. */
export async function findProject(slug: string, signal?: AbortSignal): Promise<string> {
  let cursor: string | null = null
  do {
    const page = await listProjects(cursor, signal)
    const found = page.items.find((project) => project.slug === slug)
    if (found) return found.id
    cursor = page.next_cursor
  } while (cursor !== null)
  throw new ApiError(404, 'No such project', `There is no project ${slug}. It may have been deleted.`, { code: 'not_found' })
}

export function useProjectId(slug: string) {
  return useQuery({
    queryKey: keys.slug(slug),
    queryFn: ({ signal }) => findProject(slug, signal),
    staleTime: Infinity,
  })
}
