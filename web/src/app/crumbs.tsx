import { Fragment } from 'react'
import { Link } from 'wouter'
import styles from './shell.module.css'

export interface Crumb {
  label: string
  href?: string
}

/** Where you are; the last one is here. */
export function Crumbs({ trail }: { trail: readonly Crumb[] }) {
  return (
    <nav className={styles.crumbs} aria-label="Where you are">
      {trail.map(({ label, href }, index) => (
        <Fragment key={href ?? label}>
          {index > 0 && <i aria-hidden="true" />}
          {href === undefined ? <span aria-current="page" title={label}>{label}</span> : <Link href={href} title={label}>{label}</Link>}
        </Fragment>
      ))}
    </nav>
  )
}
