import { useRevokeToken } from '@/api/tokens/revoke-token'
import type { Token } from '@/api/tokens/token'
import { Button } from '@/ui/button'
import { Ago } from '@/ui/clock'
import { Dialog } from '@/ui/dialog'
import { ProblemNote } from '@/ui/problem-note'

export function RevokeTokenDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const revoke = useRevokeToken()
  return (
    <Dialog
      title={`Revoke ${token.name}?`}
      onClose={onClose}
      onSubmit={() => !revoke.isPending && revoke.mutate(token.id, { onSuccess: onClose })}
      footer={
        <>
          <Button label={`Keep ${token.name}`} onClick={onClose} />
          <Button kind="danger" type="submit" label={`Revoke ${token.name}`} busy={revoke.isPending} />
        </>
      }
    >
      <p>
        What signs in with it is refused from now on. It was {token.last_used_at === null ? 'never used' : <>last used <Ago at={token.last_used_at} /></>}.
      </p>
      {revoke.error && <ProblemNote error={revoke.error} title="The token was not revoked" />}
    </Dialog>
  )
}
