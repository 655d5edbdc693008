import type { AnchorHTMLAttributes, ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { LoaderCircle } from 'lucide-react'
import { Icon, type IconShape } from './icon'
import styles from './button.module.css'
import { cx } from '@/lib/cx'
import { useRefusal, type Role } from '@/lib/role'

interface Look {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  dense?: boolean
  icon?: IconShape
  /** An icon alone; the label is its name and its title. */
  only?: boolean
  label: string
  children?: ReactNode
}

interface ButtonProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'disabled'> {
  busy?: boolean
  /** The reason it cannot be used now: said in the title, the button stays reachable. */
  why?: string | null | undefined
  /** The least role that may use it. */
  needs?: Role | undefined
  ref?: Ref<HTMLButtonElement>
}

export function Button({ kind = 'plain', dense, icon, only, label, children, busy, why, needs, onClick, className, title, type = 'button', ...rest }: ButtonProps) {
  const reason = useRefusal(needs) ?? why
  const off = Boolean(busy) || Boolean(reason)
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      className={cx(look({ kind, dense, only }), className)}
      aria-label={rest['aria-label'] ?? (only ? label : undefined)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      title={reason ?? title ?? (only ? label : undefined)}
      onClick={click}
    >
      {busy ? <Icon of={LoaderCircle} /> : icon && <Icon of={icon} />}
      {only ? null : (children ?? label)}
    </button>
  )
}

type LinkProps = Look & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'children'>

/** Looks like a button, goes somewhere. */
export function ButtonLink({ kind = 'plain', dense, icon, only, label, children, className, ...rest }: LinkProps) {
  return (
    <a {...rest} className={cx(look({ kind, dense, only }), className)} aria-label={only ? label : undefined} title={only ? label : rest.title}>
      {icon && <Icon of={icon} />}
      {only ? null : (children ?? label)}
    </a>
  )
}

function look({ kind, dense, only }: { kind: NonNullable<Look['kind']>; dense?: boolean | undefined; only?: boolean | undefined }): string {
  return cx(styles.button, styles[kind], dense && styles.dense, only && styles.only)
}
