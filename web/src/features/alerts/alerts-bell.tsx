import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Bell } from 'lucide-react'
import { Link } from 'wouter'
import styles from './alerts.module.css'
import { useOpenAlerts } from '@/api/alerts/list-alerts'
import { routes } from '@/lib/routes'
import { count } from '@/lib/words'
import { Icon } from '@/ui/icon'

const AlertList = lazy(() => import('./alert-list').then((module) => ({ default: module.AlertList })))

/** How many alerts are open, in the header of every page; what they say is a click away. */
export function AlertsBell() {
  const { data } = useOpenAlerts()
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // The panel behind it stays open.
      event.stopPropagation()
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('keydown', escape, true)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('keydown', escape, true)
    }
  }, [open])
  const alerts = data?.items ?? []
  const number = alerts.length
  const label = number === 0 ? 'No open alerts' : `${count(number, 'open alert')}${data?.next_cursor ? ' or more' : ''}`
  return (
    <div ref={place} className={styles.place}>
      <button ref={button} type="button" className={styles.bell} aria-label={label} title={label} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon of={Bell} />
        {number > 0 && <span aria-hidden="true">{data?.next_cursor ? `${number}+` : number}</span>}
      </button>
      {open && (
        <div className={styles.list} role="dialog" aria-label="Alerts">
          {number === 0 && <p className={styles.none}>No alert is open. A service that keeps crashing, a disk that fills up: it is said here until it is over.</p>}
          <Suspense fallback={null}>{number > 0 && <AlertList alerts={alerts} onFollow={() => setOpen(false)} />}</Suspense>
          <p className={styles.all}>
            <Link href={routes.alerts} onClick={() => setOpen(false)}>
              All alerts
            </Link>
          </p>
        </div>
      )}
    </div>
  )
}
