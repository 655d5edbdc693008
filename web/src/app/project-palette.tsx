import { useMemo } from 'react'
import { Activity, Bell, CircleUser, GitCommitHorizontal, History, Keyboard, Layers, Box } from 'lucide-react'
import { useLocation } from 'wouter'
import { usePalette, type PaletteContext } from './palette-store'
import { themeActions } from './theme-menu'
import { useProjects } from '@/api/projects/list-projects'
import type { ProjectItem } from '@/api/project'
import { Palette, type PaletteItem } from '@/features/palette/palette'
import { panelQuery, routes } from '@/lib/routes'
import { chosenTheme } from '@/lib/theme'
import { count } from '@/lib/words'
import { wordOf } from '@/status/deployment-status'
import { nodeState, statusWord, toneOf } from '@/status/node-state'
import { shownActions, whyNot, type Action } from '@/ui/action'
import { Ago } from '@/ui/clock'
import { StateLabel } from '@/ui/state-label'

/** The palette over everything there is: what can be done here, nodes, deployments, projects, pages. */
export function ProjectPalette({ onClose }: { onClose: () => void }) {
  const { context, show } = usePalette()
  const [, navigate] = useLocation()
  const { data } = useProjects()
  const projects = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const items = useMemo(
    () => [
      ...(context ? fromPage(context, navigate) : []),
      ...projects.flatMap((project) => fromProject(project, context?.project.id ?? null, navigate)),
      { id: 'keys', group: 'Pages', label: 'Keyboard shortcuts', words: 'help keys', icon: Keyboard, keys: '?', run: () => show('keys') },
      { id: 'all-projects', group: 'Pages', label: 'Projects', icon: Layers, run: () => navigate(routes.projects) },
      { id: 'all-operations', group: 'Pages', label: 'Operations', icon: Activity, run: () => navigate(routes.operations) },
      { id: 'all-alerts', group: 'Pages', label: 'Alerts', words: 'problems warnings crash', icon: Bell, run: () => navigate(routes.alerts) },
      { id: 'audit', group: 'Pages', label: 'Audit', words: 'who did what history record', icon: History, run: () => navigate(routes.audit) },
      { id: 'account', group: 'Pages', label: 'Account', words: 'tokens', icon: CircleUser, run: () => navigate(routes.account) },
      ...themeActions.map((action): PaletteItem => ({ ...line(action, chosenTheme()), group: 'Theme', isRare: true, hint: action.isOn?.(chosenTheme()) ? 'chosen' : undefined })),
    ] satisfies PaletteItem[] as PaletteItem[],
    [context, projects, navigate, show],
  )
  return <Palette items={items} onClose={onClose} />
}

function line<T>(action: Action<T>, on: T): Omit<PaletteItem, 'group'> {
  return { id: action.id, label: action.label(on), icon: action.icon, why: whyNot(action, on), run: () => action.run(on) }
}

function fromPage({ project, ofProject, ofService, open }: PaletteContext, navigate: (to: string) => void): PaletteItem[] {
  const services = project.services ?? []
  return [
    ...shownActions(ofProject, project).map((action): PaletteItem => ({ ...line(action, project), group: 'Actions', ...(action.key ? { keys: action.key } : {}) })),
    ...services.flatMap((service) =>
      shownActions(ofService, service)
        .filter(({ id }) => id !== 'open')
        .map((action): PaletteItem => {
          const label = action.label(service)
          const named = label.includes(service.name) ? label : `${label}: ${service.name}`
          return { ...line(action, service), id: `${action.id}-${service.id}`, label: named, group: 'Actions', isRare: true }
        }),
    ),
    ...services.map((service): PaletteItem => {
      const { status, word } = nodeState(service)
      return {
        id: `node-${service.id}`,
        group: 'Nodes',
        label: service.name,
        words: `service ${service.technology ?? ''} ${service.git_source?.url ?? ''}`,
        icon: Box,
        hint: <StateLabel status={status}>{word}</StateLabel>,
        run: () => open(service.id),
      }
    }),
    ...services.flatMap(({ name, latest_deployment: latest }): PaletteItem[] =>
      latest === null
        ? []
        : [
            {
              id: `deployment-${latest.id}`,
              group: 'Deployments',
              label: `${name}, deployment ${latest.number}`,
              words: `${latest.commit_message ?? ''} ${latest.commit_sha ?? ''}`,
              icon: GitCommitHorizontal,
              isRare: true,
              hint: <StateLabel status={toneOf(latest)}>{wordOf(latest.status)}</StateLabel>,
              run: () => navigate(routes.deployment(latest.id)),
            },
          ],
    ),
  ]
}

/** A project, and where it is not the one on the page, its nodes and its last deployment. */
function fromProject(project: ProjectItem, shown: string | null, navigate: (to: string) => void): PaletteItem[] {
  const here = project.id === shown
  const services = project.service_count ?? 0
  const latest = project.latest_deployment
  return [
    {
      id: `project-${project.id}`,
      group: 'Projects',
      label: project.name,
      words: project.slug,
      icon: Layers,
      hint: here ? 'You are here' : services === 0 ? 'No services' : project.status === null ? count(services, 'service') : <StateLabel status={project.status}>{statusWord(project.status)}</StateLabel>,
      run: () => navigate(routes.project(project.slug)),
    },
    ...(here
      ? []
      : project.nodes.map(
          (node): PaletteItem => ({
            id: `node-${node.id}`,
            group: 'Nodes',
            label: node.name,
            words: project.name,
            icon: Box,
            isRare: true,
            hint: (
              <>
                in {project.name} <StateLabel status={node.status}>{statusWord(node.status)}</StateLabel>
              </>
            ),
            run: () => navigate(routes.project(project.slug) + panelQuery(node.id)),
          }),
        )),
    ...(here || latest === null
      ? []
      : [
          {
            id: `deployment-${latest.id}`,
            group: 'Deployments' as const,
            label: `${project.nodes.find(({ id }) => id === latest.service_id)?.name ?? project.name}, deployment ${latest.number}`,
            words: project.name,
            icon: GitCommitHorizontal,
            isRare: true,
            hint: (
              <>
                <Ago at={latest.created_at} /> <StateLabel status={toneOf(latest)}>{wordOf(latest.status)}</StateLabel>
              </>
            ),
            run: () => navigate(routes.deployment(latest.id)),
          },
        ]),
  ]
}
