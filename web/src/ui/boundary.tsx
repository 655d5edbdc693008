import { Component, type ReactNode } from 'react'
import { RotateCw } from 'lucide-react'
import { Button } from './button'
import styles from './boundary.module.css'
import { FailureNote } from './note'

interface BoundaryProps {
  /** What cannot be shown: "The canvas". */
  what: string
  children: ReactNode
}

/** A fault of the page stays where it is: the parts around it go on. */
export class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <div className={styles.boundary}>
        <FailureNote
          alert
          title={`${this.props.what} cannot be shown`}
          request={this.state.error.message}
          acts={<Button dense icon={RotateCw} label="Reload the page" onClick={() => window.location.reload()} />}
        >
          <p>This page made a mistake, or it is older than the server. What runs is not affected.</p>
        </FailureNote>
      </div>
    )
  }
}
