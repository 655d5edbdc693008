import type { ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'
import { Icon, type IconShape } from './icon'
import styles from './note.module.css'
import type { NodeStatus } from '@/api/service'

interface NoteProps {
  state?: NodeStatus | 'changed'
  icon: IconShape
  title?: ReactNode
  children?: ReactNode
  acts?: ReactNode
  /** The last line: code and request, to quote. */
  request?: string | null
  alert?: boolean
}

/** At the cause of what it says. */
export function Note({ state, icon, title, children, acts, request, alert }: NoteProps) {
  return (
    <div className={styles.note} data-state={state} role={alert ? 'alert' : undefined}>
      <Icon of={icon} />
      <div>
        {title && <p className={styles.title}>{title}</p>}
        {children}
        {acts && <div className={styles.acts}>{acts}</div>}
        {request && <p className={styles.request}>{request}</p>}
      </div>
    </div>
  )
}

export function FailureNote(props: Omit<NoteProps, 'state' | 'icon'>) {
  return <Note {...props} state="failed" icon={TriangleAlert} />
}
