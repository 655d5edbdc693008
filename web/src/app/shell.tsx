import type { ReactNode } from 'react'
import { Activity, Bell, CircleUser, History, Layers, Search, Menu as ThreeLines } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { Mark } from './mark'
import { PaletteHost } from './palette-host'
import { usePalette } from './palette-store'
import { ThemeMenu, themeActions } from './theme-menu'
import { Wire } from './wire'
import styles from './shell.module.css'
import { useMe } from '@/api/get-me'
import { AlertsBell } from '@/features/alerts/alerts-bell'
import { cx } from '@/lib/cx'
import { routes } from '@/lib/routes'
import { useRefusal } from '@/lib/role'
import { useTheme, type Theme } from '@/lib/theme'
import type { Action } from '@/ui/action'
import { Badge } from '@/ui/badge'
import { Boundary } from '@/ui/boundary'
import { Icon } from '@/ui/icon'
import { Menu } from '@/ui/menu'
import text from '@/ui/text.module.css'

interface ShellProps {
  /** The rail is words; on a project it is icons, and the canvas has the room. */
  open?: boolean
  section?: 'projects' | 'operations' | 'alerts' | 'audit' | 'account'
  bar: ReactNode
  tools?: ReactNode
  children: ReactNode
}

/** The rail where there is no room for one. */
const sections: readonly Action<Sections>[] = [
  { id: 'projects', label: () => 'Projects', icon: Layers, why: () => null, run: ({ go }) => go(routes.projects) },
  { id: 'operations', label: () => 'Operations', icon: Activity, why: () => null, run: ({ go }) => go(routes.operations) },
  { id: 'alerts', label: () => 'Alerts', icon: Bell, why: () => null, run: ({ go }) => go(routes.alerts) },
  { id: 'audit', label: () => 'Audit', icon: History, why: () => null, run: ({ go }) => go(routes.audit) },
  { id: 'account', label: () => 'Account', icon: CircleUser, why: () => null, run: ({ go }) => go(routes.account) },
  { id: 'search', label: () => 'Search or run', icon: Search, why: () => null, run: () => usePalette.getState().show('palette') },
  ...themeActions.map((action) => ({ ...action, isOn: ({ theme }: Sections) => action.isOn?.(theme) ?? false, run: ({ theme }: Sections) => action.run(theme) })),
] as readonly Action<Sections>[]

interface Sections {
  go: (to: string) => void
  theme: Theme
}

/** Rail, bar, page. */
export function Shell({ open, section = 'projects', bar, tools, children }: ShellProps) {
  const [, navigate] = useLocation()
  const theme = useTheme()
  return (
    <div className={cx(styles.shell, open && styles.open)}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <nav className={styles.rail} aria-label="Sections">
        <Link href={routes.projects} className={styles.mark} title="Click to Deploy">
          <Mark />
          <span>Click to Deploy</span>
        </Link>
        <Link href={routes.projects} aria-current={section === 'projects' ? 'page' : undefined} title="Projects">
          <Icon of={Layers} />
          <span>Projects</span>
        </Link>
        <Link href={routes.operations} aria-current={section === 'operations' ? 'page' : undefined} title="Operations">
          <Icon of={Activity} />
          <span>Operations</span>
        </Link>
        <Link href={routes.alerts} aria-current={section === 'alerts' ? 'page' : undefined} title="Alerts">
          <Icon of={Bell} />
          <span>Alerts</span>
        </Link>
        <Link href={routes.audit} aria-current={section === 'audit' ? 'page' : undefined} title="Audit">
          <Icon of={History} />
          <span>Audit</span>
        </Link>
        <i className={styles.gap} />
        <ThemeMenu />
        <Link href={routes.account} aria-current={section === 'account' ? 'page' : undefined} title="Account">
          <Icon of={CircleUser} />
          <span>Account</span>
        </Link>
      </nav>
      <header className={styles.bar}>
        {bar}
        <div className={cx(text.lineUp, text.right)}>
          <PaletteHost />
          <ViewOnly />
          <Wire />
          <AlertsBell />
          {tools}
          <span className={styles.sections}>
            <Menu icon={ThreeLines} label="Sections" on={{ go: navigate, theme }} actions={sections} />
          </span>
        </div>
      </header>
      <main id="main" className={styles.page} tabIndex={-1}>
        <Boundary what="This page">{children}</Boundary>
      </main>
    </div>
  )
}

/** Said once for all of the page; each button that is refused says it too. */
function ViewOnly() {
  useMe()
  const why = useRefusal('developer')
  if (why === null) return null
  return <Badge title={`You may look at everything and change nothing. ${why}`}>View only</Badge>
}
