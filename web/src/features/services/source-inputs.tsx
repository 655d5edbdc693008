import styles from './services.module.css'
import { useField, type InputsProps } from './field-props'
import { Field } from '@/ui/field'

export function UrlInput({ onLeave, ...props }: InputsProps & { onLeave?: () => void }) {
  const field = useField(props)
  return (
    <Field
      label="Repository address"
      placeholder="https://github.com/acme/shop-api"
      inputMode="url"
      {...field('url')}
      onBlur={onLeave}
      help="Anything that git clone takes: https, ssh or git@."
    />
  )
}

export function PlaceInputs({ branches = [], defaultBranch, ...props }: InputsProps & { branches?: readonly string[]; defaultBranch?: string | null | undefined }) {
  const field = useField(props)
  return (
    <div className={styles.pair}>
      <Field label="Branch, tag or commit" placeholder={defaultBranch ?? "The repository's default"} choices={branches} {...field('branch')} />
      <Field label="Root directory" placeholder="/" {...field('rootDir')} />
    </div>
  )
}

/** How the repository becomes a running thing; empty fields are found out from the repository. */
export function CommandInputs(props: InputsProps) {
  const field = useField(props)
  return (
    <>
      <Field label="Install command" placeholder="From the repository" {...field('install')} />
      <Field label="Build command" placeholder="From the repository" {...field('build')} />
      <Field label="Start command" placeholder="From the repository, or static files" {...field('start')} />
    </>
  )
}
