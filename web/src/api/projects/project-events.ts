import * as v from 'valibot'
import type { QueryClient } from '@tanstack/react-query'
import { Deployment, isRunning } from '../deployment'
import type { StreamEvent } from '../event-stream'
import { keys } from '../keys'
import { Link } from '../links/link'
import { Project } from '../project'
import { Service } from '../service'

const Snapshot = v.object({ project: Project, deployments: v.fallback(v.array(Deployment), []) })
const NodeChanged = v.object({ kind: v.literal('service'), node: Service })
const LinksChanged = v.object({ links: v.array(Link) })
const NodeGone = v.object({ id: v.string() })

/** Puts what an event tells into the cache: state, whole, so that an event that is lost is mended by the next snapshot. */
export function applyProjectEvent(cache: QueryClient, projectId: string, { event, data }: Pick<StreamEvent, 'event' | 'data'>): void {
  const key = keys.project(projectId)
  const change = (to: (project: Project) => Project) => {
    // An answer that is on its way may be older than this.
    void cache.cancelQueries({ queryKey: key })
    cache.setQueryData<Project>(key, (project) => project && to(project))
  }
  switch (event) {
    case 'snapshot': {
      const told = parse(Snapshot, data)
      if (!told) return
      void cache.cancelQueries({ queryKey: key })
      cache.setQueryData(key, told.project)
      for (const deployment of told.deployments) takeDeployment(cache, deployment)
      return
    }
    case 'node': {
      const told = parse(NodeChanged, data)
      if (!told) return void cache.invalidateQueries({ queryKey: key })
      change((project) => ({ ...project, services: withService(project.services ?? [], told.node) }))
      cache.setQueryData(keys.service(told.node.id), told.node)
      void cache.invalidateQueries({ queryKey: keys.variables(told.node.id) })
      return
    }
    case 'links': {
      const told = parse(LinksChanged, data)
      if (told) change((project) => ({ ...project, links: told.links }))
      return
    }
    case 'gone': {
      const told = parse(NodeGone, data)
      if (told) change((project) => ({ ...project, services: (project.services ?? []).filter(({ id }) => id !== told.id) }))
      return
    }
    case 'deployment': {
      const told = parse(Deployment, data)
      if (told) takeDeployment(cache, told)
      return
    }
    case 'alert':
      return void cache.invalidateQueries({ queryKey: keys.alerts })
  }
}

/** One that ended is asked for: its evidence is not in the event. */
function takeDeployment(cache: QueryClient, deployment: Deployment): void {
  const key = keys.deployment(deployment.id)
  if (isRunning(deployment.status)) cache.setQueryData(key, deployment)
  else if (cache.getQueryData<Deployment>(key)?.status !== deployment.status) void cache.invalidateQueries({ queryKey: key })
  void cache.invalidateQueries({ queryKey: keys.deployments(deployment.service_id) })
}

function withService(services: readonly Service[], changed: Service): Service[] {
  const known = services.some(({ id }) => id === changed.id)
  return known ? services.map((service) => (service.id === changed.id ? changed : service)) : [...services, changed]
}

function parse<TSchema extends v.GenericSchema>(schema: TSchema, data: string): v.InferOutput<TSchema> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(data))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
