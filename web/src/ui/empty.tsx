import type { ReactNode } from 'react'
import styles from './empty.module.css'

/** One sentence, one button; the dashed drawing says that nothing is real yet. */
export function Empty({ children, act }: { children: ReactNode; act?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg viewBox="0 0 96 56" aria-hidden="true">
        <rect x="2" y="6" width="36" height="18" rx="3" />
        <rect x="58" y="32" width="36" height="18" rx="3" />
        <path d="M20 24v13q0 4 4 4h34" />
      </svg>
      <p>{children}</p>
      {act}
    </div>
  )
}
