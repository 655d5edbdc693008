import { useState } from 'react'
import { KeyRound, Plus } from 'lucide-react'
import { NewTokenDialog } from './new-token-dialog'
import { RevokeTokenDialog } from './revoke-token-dialog'
import { scopeWords } from './scopes'
import styles from './account.module.css'
import { useTokens } from '@/api/tokens/list-tokens'
import type { Token } from '@/api/tokens/token'
import type { Role } from '@/lib/role'
import { date, millis } from '@/lib/time'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { Empty } from '@/ui/empty'
import { Icon } from '@/ui/icon'
import { ProblemNote } from '@/ui/problem-note'
import { Skeleton } from '@/ui/skeleton'
import { useNow } from '@/ui/use-now'
import card from '@/ui/card.module.css'
import text from '@/ui/text.module.css'

/** What programs sign in with in one's name. */
export function Tokens({ mayGive }: { mayGive: readonly Role[] }) {
  const { data, error, isPending, refetch } = useTokens()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const make = <Button icon={Plus} label="New token" onClick={() => setMaking(true)} />
  return (
    <section className={card.card} aria-label="Personal tokens">
      <header>
        <h2>Personal tokens</h2>
        {data && data.length > 0 && <span className={text.right}>{make}</span>}
      </header>
      {isPending && !error && (
        <div className={card.body}>
          <Skeleton />
        </div>
      )}
      {error && !data && (
        <div className={card.body}>
          <ProblemNote error={error} title="The tokens could not be read" onRetry={() => void refetch()} />
        </div>
      )}
      {data?.length === 0 && <Empty act={make}>No tokens. Scripts, CI and ./ops sign in with one, in your name.</Empty>}
      {data && data.length > 0 && (
        <ul className={styles.rows}>
          {data.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {making && <NewTokenDialog mayGive={mayGive} onClose={() => setMaking(false)} />}
      {revoking && <RevokeTokenDialog token={revoking} onClose={() => setRevoking(null)} />}
    </section>
  )
}

function Row({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const now = useNow('slow')
  const isOver = token.expires_at !== null && millis(token.expires_at) <= now
  return (
    <li>
      <Icon of={KeyRound} className={text.faint} />
      <div className={text.grow}>
        <p className={text.lineUp}>
          <b className={text.cut} title={token.name}>
            {token.name}
          </b>
          {isOver && <Badge state="failed">Expired</Badge>}
        </p>
        <p className={styles.facts}>
          <span>{token.scopes.map(scopeWords).join(', ')}</span>
          <span>{token.expires_at === null ? 'Never expires' : `${isOver ? 'Expired' : 'Expires'} ${date(token.expires_at)} ${new Date(token.expires_at).getFullYear()}`}</span>
          <span>{token.last_used_at === null ? 'Never used' : <>Last used <Ago at={token.last_used_at} /></>}</span>
        </p>
      </div>
      <Button dense label="Revoke" aria-label={`Revoke ${token.name}`} onClick={onRevoke} />
    </li>
  )
}
