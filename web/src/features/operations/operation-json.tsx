import { hasJson, JsonBlock } from './json-block'
import styles from './json-block.module.css'
import type { OperationDetail } from '@/api/operations/operation'
import card from '@/ui/card.module.css'

/** What went into the operation itself and came out of it, as of each of its steps. */
export function OperationJson({ operation }: { operation: OperationDetail }) {
  const { kind, input } = operation
  const output = endReason(operation) === null ? operation.output : null
  if (!hasJson(input) && !hasJson(output)) return null
  return (
    <section className={card.card} aria-label="Input and output">
      <div className={styles.own}>
        {hasJson(input) && <JsonBlock label="Input of the operation" value={input} file={`${kind}-input`} />}
        {hasJson(output) && <JsonBlock label="Output of the operation" value={output} file={`${kind}-output`} />}
      </div>
    </section>
  )
}

/** Of one that was terminated, the output is the reason that was given for it. */
export function endReason({ status, output }: Pick<OperationDetail, 'status' | 'output'>): string | null {
  return status === 'terminated' && typeof output === 'string' && output !== '' ? output : null
}
