import styles from './services.module.css'
import { wireNames, type SourceField, type SourceFields } from './service-fields'
import type { ApiError } from '@/api/problem'
import { Field } from '@/ui/field'

interface InputsProps {
  fields: SourceFields
  faults: Partial<Record<SourceField, string>>
  error: ApiError | null
  changed?: (field: SourceField) => boolean
  onChange: (field: SourceField, value: string) => void
}

function useField({ fields, faults, error, changed, onChange }: InputsProps) {
  return (name: SourceField) => ({
    value: fields[name],
    fault: faults[name] ?? error?.fault(wireNames[name]),
    changed: changed?.(name) ?? false,
    onChange: (value: string) => onChange(name, value),
    code: true,
  })
}

/** How the repository becomes a running thing; empty fields are found out from the repository. */
export function CommandInputs(props: InputsProps) {
  const field = useField(props)
  return (
    <>
      <Field label="Install command" placeholder="From package.json" {...field('install')} />
      <Field label="Build command" placeholder="From package.json" {...field('build')} />
      <Field label="Start command" placeholder="The start script, or static files" {...field('start')} help="It listens on the port in PORT." />
      <div className={styles.pair}>
        <Field label="Port" inputMode="numeric" placeholder="8080" {...field('port')} />
        <Field label="Health check path" placeholder="Any answer below 500" {...field('healthPath')} />
      </div>
    </>
  )
}

export function PlaceInputs(props: InputsProps) {
  const field = useField(props)
  return (
    <div className={styles.pair}>
      <Field label="Branch, tag or commit" placeholder="The repository's default" {...field('branch')} />
      <Field label="Root directory" placeholder="/" {...field('rootDir')} />
    </div>
  )
}

export function UrlInput(props: InputsProps) {
  const field = useField(props)
  return (
    <Field
      label="Repository address"
      placeholder="https://github.com/acme/shop-api"
      inputMode="url"
      {...field('url')}
      help="Anything that git clone takes: https, ssh or git@."
    />
  )
}

/** The fields whose faults are shown beside them. */
export const shownFields: readonly string[] = Object.values(wireNames)
