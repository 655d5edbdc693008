import { Redirect, Route, Switch } from 'wouter'
import { NotFoundPage } from './not-found-page'
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
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  )
}
