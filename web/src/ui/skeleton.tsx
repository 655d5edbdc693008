import styles from './skeleton.module.css'

/** Grey bars in the place of text, after 200 ms: a quick answer never flashes. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} style={{ width: `${85 - ((index * 17) % 45)}%` }} />
      ))}
    </div>
  )
}
