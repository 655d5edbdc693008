import { useRef, useState } from 'react'
import { Upload } from 'lucide-react'
import { differences, dots, readDotEnv, toReplacement, writeDotEnv, type Difference } from './dot-env'
import styles from './variables.module.css'
import { asApiError } from '@/api/problem'
import type { Service } from '@/api/service'
import { useChangeVariables } from '@/api/variables/change-variables'
import type { Variables } from '@/api/variables/list-variables'
import { looksSecret } from '@/api/variables/variable'
import { cx } from '@/lib/cx'
import { count } from '@/lib/words'
import { Badge } from '@/ui/badge'
import { Button } from '@/ui/button'
import { ProblemNote } from '@/ui/problem-note'
import { TextArea } from '@/ui/text-area'
import text from '@/ui/text.module.css'

/** All variables as one text. What saving would do is shown before it is done; a line that is wrong stops all. */
export function RawEditor({ service, variables, onClose }: { service: Service; variables: Variables; onClose: () => void }) {
  const [typed, setTyped] = useState(() => writeDotEnv(variables.items, 'dots'))
  const [etag, setTag] = useState(variables.etag)
  const write = useChangeVariables(service.id)
  const picker = useRef<HTMLInputElement>(null)
  const { values, faults } = readDotEnv(typed)
  const changes = faults.length > 0 ? [] : differences(variables.items, values)
  const error = write.error ? asApiError(write.error) : null
  const stale = error?.status === 412

  const save = () => {
    if (write.isPending || faults.length > 0 || changes.length === 0) return
    write.mutate({ kind: 'replace', variables: toReplacement(variables.items, values), etag }, { onSuccess: onClose })
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    const added = (await file.text()).trimEnd()
    const names = new Set(readDotEnv(added).values.keys())
    // What the file names goes over what stands there; the rest stays.
    const kept = typed.split('\n').filter((line) => !names.has(line.split('=')[0]?.trim().replace(/^export\s+/, '') ?? ''))
    setTyped([...kept.filter((line) => line.trim() !== ''), added, ''].join('\n'))
    write.reset()
  }
  return (
    <div className={cx(text.stack, styles.raw)}>
      <TextArea
        label={`Variables of ${service.name} as .env`}
        autoFocus
        rows={Math.min(18, Math.max(8, typed.split('\n').length + 1))}
        value={typed}
        placeholder={'KEY=value\n# one a line; paste a .env file here'}
        onChange={(next) => {
          setTyped(next)
          if (write.error && !stale) write.reset()
        }}
      />
      <p className={cx(text.small, text.faint)}>
        {dots} keeps a secret as it is. Names with SECRET, TOKEN, PASSWORD or KEY become secrets.
      </p>
      {faults.length > 0 && (
        <ul className={styles.faults} role="alert">
          {faults.map(({ line, message }) => (
            <li key={`${line}${message}`}>
              <b>Line {line}</b> {message}
            </li>
          ))}
        </ul>
      )}
      <Changes changes={changes} />
      {stale ? (
        <div className={styles.torn} role="alert">
          Somebody else changed the variables meanwhile. The differences above are to what they saved.
          <Button
            dense
            label="Save mine over it"
            onClick={() => {
              setTag(variables.etag)
              write.reset()
            }}
          />
          <Button dense kind="quiet" label="Take theirs" onClick={onClose} />
        </div>
      ) : (
        error && <ProblemNote error={error} title="Nothing was saved" />
      )}
      <input ref={picker} type="file" hidden aria-label="A .env file" accept=".env,text/plain,*" onChange={(event) => void take(event.target.files?.[0])} />
      <div className={cx(text.lineUp, text.wrap)}>
        <Button kind="primary" needs="developer" label="Save" why={whyNot(faults.length, changes.length)} busy={write.isPending} onClick={save} />
        <Button label="Cancel" onClick={onClose} />
        <Button className={text.right} kind="quiet" icon={Upload} label="Import a file" onClick={() => picker.current?.click()} />
      </div>
    </div>
  )
}

function whyNot(faults: number, changes: number): string | null {
  if (faults > 0) return `${count(faults, 'line')} cannot be read`
  return changes === 0 ? 'Nothing was changed' : null
}

const kinds = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const

function Changes({ changes }: { changes: readonly Difference[] }) {
  if (changes.length === 0) return null
  return (
    <section aria-label="What saving changes">
      <h3 className={styles.heading}>{count(changes.length, 'change')}</h3>
      <ul className={styles.vars}>
        {changes.map(({ key, kind, was, is }) => (
          <li key={key}>
            <span className={styles.name}>
              {key} <Badge state={kind === 'removed' ? 'failed' : 'changed'}>{kinds[kind]}</Badge>
            </span>
            <span className={styles.value}>
              {was !== null && <s className={cx(text.faint, text.cut)}>{was}</s>}
              {is !== null && <span className={text.cut}>{looksSecret(key) ? dots : is}</span>}
              {was === null && is === null && <span className={text.faint}>a secret</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
