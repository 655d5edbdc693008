import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { Keyboard, Trash2 } from 'lucide-react'
import { Link, Redirect, useLocation, useSearch } from 'wouter'
import { Crumbs } from './crumbs'
import { ListView } from './list-view'
import { usePalette, usePaletteContext } from './palette-store'
import { ProjectDialogs } from './project-dialogs'
import { Shell } from './shell'
import shell from './shell.module.css'
import styles from './project-page.module.css'
import { useProjectActions } from './use-project-actions'
import { useProjectWork } from './use-project-work'
import { useStale } from './wire'
import { useCopies } from './use-copies'
import { useUndo } from './use-undo'
import { useFollowProject } from '@/api/projects/follow-project'
import { useProjectId } from '@/api/projects/find-project'
import { useProject } from '@/api/projects/get-project'
import type { Project } from '@/api/project'
import { DeployButton } from '@/features/changes/deploy-button'
import { ChangesBar, type Reviewing } from '@/features/changes/changes-bar'
import { useDeployChanges } from '@/features/changes/use-deploy-changes'
import { Announcer } from '@/features/deployments/announcer'
import { useCanvasStore } from '@/features/canvas/canvas-store'
import { cx } from '@/lib/cx'
import { useHistory } from '@/lib/history'
import { panelQuery, readPanel, routes, type LogsView, type PanelTab } from '@/lib/routes'
import { usePhone } from '@/lib/use-media'
import { useWhenIdle } from '@/lib/use-when-idle'
import { useTitle } from '@/lib/use-title'
import type { Action } from '@/ui/action'
import { Boundary } from '@/ui/boundary'
import { Button } from '@/ui/button'
import { Menu } from '@/ui/menu'
import { Note } from '@/ui/note'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import tabs from '@/ui/tabs.module.css'
import text from '@/ui/text.module.css'

const loadPanel = () => import('./service-panel')
const ServicePanel = lazy(() => loadPanel().then((module) => ({ default: module.ServicePanel })))
const CanvasView = lazy(() => import('@/features/canvas/canvas-view').then((module) => ({ default: module.CanvasView })))

export function ProjectPage({ slug, view }: { slug: string; view: 'canvas' | 'list' }) {
  const id = useProjectId(slug)
  const project = useProject(id.data)
  const phone = usePhone()
  useTitle(project.data?.name ?? slug)
  const error = id.error ?? (project.data ? null : project.error)
  if (phone && view === 'canvas') return <Redirect to={routes.list(slug) + window.location.search} replace />
  if (project.data) return <Loaded project={project.data} view={view} phone={phone} />
  return (
    <Shell bar={<Crumbs trail={[{ label: 'Projects', href: routes.projects }, { label: slug }]} />}>
      <div className={shell.sheet}>
        {error ? (
          <ProblemNote
            error={error}
            title="The project cannot be shown"
            acts={<Link href={routes.projects}>All projects</Link>}
            onRetry={() => {
              void id.refetch()
              void project.refetch()
            }}
          />
        ) : (
          <Skeleton />
        )}
      </div>
    </Shell>
  )
}

function Loaded({ project, view, phone }: { project: Project; view: 'canvas' | 'list'; phone: boolean }) {
  const services = project.services ?? []
  useFollowProject(project.id)
  const [path, navigate] = useLocation()
  const { node, tab, view: logsView } = readPanel(useSearch())
  const [enter, setEnter] = useState(0)
  const open = services.find((service) => service.id === node)

  const show = useCallback(
    (id: string | null, part?: PanelTab, logs?: LogsView) => navigate(path + panelQuery(id, part, logs), { replace: id === null }),
    [navigate, path],
  )
  const close = () => {
    show(null)
    const back = node === null ? null : (document.getElementById(`node-${node}`) ?? document.getElementById(`row-${node}`))
    back?.focus()
  }
  const { asking, setAsking, deploy, deployService, command, actions, several } = useProjectWork(show)
  const stale = useStale()
  const panel = open && (
    <ServicePanel
      service={open}
      tab={tab ?? (open.latest_deployment ? 'deploy' : 'source')}
      actions={actions}
      deploying={deployService.isPending && deployService.variables.serviceId === open.id}
      deployError={deployService.variables?.serviceId === open.id ? deployService.error : null}
      enter={enter}
      logsView={logsView}
      onTab={(part, logs) => show(open.id, part, logs)}
      onDeploy={deploy}
      onClose={close}
    />
  )
  const enterPanel = () => setEnter((turn) => turn + 1)
  const openInside = (id: string) => {
    show(id)
    enterPanel()
  }
  useWhenIdle(loadPanel)
  const changes = useDeployChanges(project)
  const [reviewing, setReviewing] = useState<Reviewing>(null)
  const listed = view === 'list' && !(phone && open)
  const add = useCallback((near = { x: 0, y: 0 }) => setAsking({ kind: 'add', near }), [setAsking])
  const undo = useUndo(project.id)
  const failed = useHistory((state) => state.failed)
  const forgive = useHistory((state) => state.forgive)
  const copies = useCopies(project)
  const tools = useCanvasStore((state) => state.tools)
  const ofProject = useProjectActions({
    changes,
    view,
    add: useCallback(() => add(), [add]),
    review: setReviewing,
    turnTo: useCallback((to: 'canvas' | 'list') => navigate(to === 'list' ? routes.list(project.slug) : routes.project(project.slug)), [navigate, project.slug]),
    remove: useCallback(() => setAsking({ kind: 'delete-project' }), [setAsking]),
  })
  const all = useMemo(() => [...ofProject.slice(0, 2), ...undo, ...tools, ...ofProject.slice(2)], [ofProject, undo, tools])
  usePaletteContext(useMemo(() => ({ project, ofProject: all, ofService: actions, open: (serviceId: string) => show(serviceId) }), [project, all, actions, show]))
  return (
    <Shell
      bar={
        <>
          <Crumbs trail={[{ label: 'Projects', href: routes.projects }, { label: project.name }]} />
          <nav className={cx(tabs.tabs, styles.views)} aria-label="Views of the project">
            <Link href={routes.project(project.slug)} aria-current={view === 'canvas' ? 'page' : undefined}>
              Canvas
            </Link>
            <Link href={routes.list(project.slug)} aria-current={view === 'list' ? 'page' : undefined}>
              List
            </Link>
          </nav>
        </>
      }
      tools={
        <>
          {services.length > 0 && <DeployButton changes={changes} />}
          <Menu label="Actions of the project" on={project} actions={ofProject.filter(({ id }) => id !== 'add')} />
        </>
      }
    >
      {project.deleting && (
        <Note state="failed" icon={Trash2} title={`${project.name} is deleted`}>
          <p>What runs in it is stopped and its addresses are given up.</p>
        </Note>
      )}
      {!listed && <h1 className={text.unseen}>{project.name}</h1>}
      <div className={cx(styles.work, open && styles.withPanel)}>
        {!(phone && open) && (
          <div className={styles.view}>
          {view === 'canvas' && (
            <Boundary what="The canvas">
              <Suspense
                fallback={
                  <div className={styles.waiting}>
                    <Skeleton />
                  </div>
                }
              >
                <CanvasView
                  key={project.id}
                  project={project}
                  selected={node}
                  actions={actions}
                  onOpen={(id, toPanel) => (toPanel ? openInside(id) : show(id))}
                  onClose={close}
                  onAdd={add}
                  history={[...undo, ...helpKeys]}
                  onOpenLinks={(service) => show(service, 'variables')}
                  onLink={(source, target) => setAsking({ kind: 'link', source, target })}
                  onCopy={copies.copy}
                  onPaste={(near) => void copies.paste(near)}
                  onDuplicate={(chosen) => void copies.duplicate(chosen)}
                  onSeveral={(what, chosen) => void several(what, chosen)}
                  stale={stale}
                />
              </Suspense>
            </Boundary>
          )}
          {listed && (
            <ListView project={project} selected={node} actions={actions} onAdd={() => add()} onOpen={openInside} onVariables={(service) => show(service, 'variables')} onDeploy={deploy} />
          )}
            <Refused error={failed?.error ?? copies.problem} title={failed ? `Not ${failed.what === 'undo' ? 'undone' : 'done again'}: ${failed.label}` : 'It was not copied'} onClose={failed ? forgive : copies.forgive} />
            <Refused error={command.error} title="It was not done" onClose={() => command.reset()} />
            <ChangesBar changes={changes} reviewing={reviewing} onReview={setReviewing} />
          </div>
        )}
        {panel && (
          <Boundary key={node} what="The panel">
            <Suspense fallback={null}>{panel}</Suspense>
          </Boundary>
        )}
      </div>
      <Announcer services={services} />
      <ProjectDialogs project={project} asking={asking} onAsk={setAsking} onShow={show} onDeploy={deploy} onEnter={enterPanel} onGone={() => navigate(routes.projects)} />
    </Shell>
  )
}

/** What the canvas was asked for and did not happen. */
function Refused({ error, title, onClose }: { error: unknown; title: string; onClose: () => void }) {
  if (error === null || error === undefined) return null
  return (
    <div className={styles.refused}>
      <ProblemNote error={error} title={title} />
      <Button dense label="Close" onClick={onClose} />
    </div>
  )
}

const helpKeys: readonly Action<Project>[] = [{ id: 'keys', label: () => 'Keyboard shortcuts', icon: Keyboard, key: '?', why: () => null, run: () => usePalette.getState().show('keys') }]
