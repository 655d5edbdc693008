import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { NotFoundPage } from './not-found-page'
import { ProjectPage } from './project-page'
import { ProjectsPage } from './projects-page'
import { patterns, routes } from '@/lib/routes'

const DeploymentPage = lazy(() => import('./deployment-page').then((module) => ({ default: module.DeploymentPage })))
const OperationsPage = lazy(() => import('./operations-page').then((module) => ({ default: module.OperationsPage })))
const AlertsPage = lazy(() => import('./alerts-page').then((module) => ({ default: module.AlertsPage })))
const AuditPage = lazy(() => import('./audit-page').then((module) => ({ default: module.AuditPage })))
const AccountPage = lazy(() => import('./account-page').then((module) => ({ default: module.AccountPage })))
const OperationPage = lazy(() => import('./operation-page').then((module) => ({ default: module.OperationPage })))

export function App() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to={routes.projects} replace />
      </Route>
      <Route path={patterns.projects}>
        <ProjectsPage />
      </Route>
      <Route path={patterns.project}>{({ slug }) => <ProjectPage key={slug} slug={slug} view="canvas" />}</Route>
      <Route path={patterns.list}>{({ slug }) => <ProjectPage key={slug} slug={slug} view="list" />}</Route>
      <Route path={patterns.deployment}>
        {({ id }) => (
          <Suspense fallback={null}>
            <DeploymentPage key={id} id={id} />
          </Suspense>
        )}
      </Route>
      <Route path={patterns.operations}>
        <Suspense fallback={null}>
          <OperationsPage />
        </Suspense>
      </Route>
      <Route path={patterns.operation}>
        {({ id }) => (
          <Suspense fallback={null}>
            <OperationPage key={id} id={id} />
          </Suspense>
        )}
      </Route>
      <Route path={patterns.alerts}>
        <Suspense fallback={null}>
          <AlertsPage />
        </Suspense>
      </Route>
      <Route path={patterns.audit}>
        <Suspense fallback={null}>
          <AuditPage />
        </Suspense>
      </Route>
      <Route path={patterns.account}>
        <Suspense fallback={null}>
          <AccountPage />
        </Suspense>
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}
