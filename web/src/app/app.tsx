import { Redirect, Route, Switch } from 'wouter'
import { DeploymentPage } from './deployment-page'
import { NotFoundPage } from './not-found-page'
import { ProjectPage } from './project-page'
import { ProjectsPage } from './projects-page'
import { patterns, routes } from '@/lib/routes'

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
      <Route path={patterns.deployment}>{({ id }) => <DeploymentPage key={id} id={id} />}</Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}
