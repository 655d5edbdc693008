import { Crumbs } from './crumbs'
import { Shell } from './shell'
import shell from './shell.module.css'
import { useMe } from '@/api/get-me'
import styles from '@/features/account/account.module.css'
import { givable } from '@/features/account/scopes'
import { Tokens } from '@/features/account/tokens'
import { cx } from '@/lib/cx'
import { chooseTheme, useTheme } from '@/lib/theme'
import { useTitle } from '@/lib/use-title'
import { ProblemNote } from '@/ui/problem-note'
import { Segments } from '@/ui/segments'
import { Skeleton } from '@/ui/skeleton'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** Who one is here, how the page looks, and what signs in in one's name. */
export function AccountPage() {
  useTitle('Account')
  const { data, error, refetch } = useMe()
  const theme = useTheme()
  return (
    <Shell open section="account" bar={<Crumbs trail={[{ label: 'Account' }]} />}>
      <div className={shell.sheet}>
        <div>
          <h1>Account</h1>
          {data && (
            <p className={text.soft}>
              Signed in as <b>{data.user}</b> of the organisation <b>{data.org}</b>, {data.roles.join(', ')}
            </p>
          )}
        </div>
        {error && !data && <ProblemNote error={error} title="Your account could not be read" onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={3} />}
        <section className={cx(card.card, styles.single)} aria-label="Theme">
          <header>
            <h2>Theme</h2>
            <span className={text.right}>
              <Segments
                label="Theme"
                value={theme}
                onChange={chooseTheme}
                options={[
                  { value: 'system', label: 'System' },
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                ]}
              />
            </span>
          </header>
        </section>
        {data && <Tokens mayGive={givable(data.roles)} />}
      </div>
    </Shell>
  )
}
