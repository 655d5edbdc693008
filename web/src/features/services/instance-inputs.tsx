import styles from './services.module.css'
import { useField, type InputsProps } from './field-props'
import { instanceSizes, type InstanceSize } from '@/api/service'
import { cx } from '@/lib/cx'
import { Check } from '@/ui/check'
import { Field } from '@/ui/field'

const sizes: Record<InstanceSize, { name: string; cpu: string; memory: string }> = {
  small: { name: 'Small', cpu: '1 vCPU', memory: '512 MB' },
  medium: { name: 'Medium', cpu: '2 vCPU', memory: '2 GB' },
  large: { name: 'Large', cpu: '4 vCPU', memory: '4 GB' },
  xlarge: { name: 'Extra large', cpu: '8 vCPU', memory: '8 GB' },
}

export function SizeInputs({ fields, dirty = [], set }: InputsProps) {
  return (
    <div className={styles.sizes} role="radiogroup" aria-label="Size">
      {instanceSizes.map((size) => (
        <label key={size} className={cx(dirty.includes('size') && fields.size === size && styles.chosen)}>
          <input type="radio" name="size" value={size} checked={fields.size === size} onChange={() => set({ size })} />
          <b>{sizes[size].name}</b>
          <small>{sizes[size].cpu}</small>
          <small>{sizes[size].memory}</small>
        </label>
      ))}
    </div>
  )
}

export function PortInputs(props: InputsProps) {
  const field = useField(props)
  const worker = props.fields.worker === 'yes'
  return (
    <div className={styles.stack}>
      {!worker && <Field label="Port" inputMode="numeric" placeholder="8080" {...field('port')} help="The application finds it in PORT and listens there." />}
      <Check
        label="No port: a background worker"
        checked={worker}
        changed={props.dirty?.includes('worker') ?? false}
        onChange={(checked) => props.set({ worker: checked ? 'yes' : '' })}
      />
      {worker && <p className={styles.help}>It has no address. It counts as healthy when it has been up for 10 s.</p>}
    </div>
  )
}

export function HealthInputs(props: InputsProps) {
  const field = useField(props)
  if (props.fields.worker === 'yes') return null
  return <Field label="Health check path" placeholder="Any answer below 500" {...field('healthPath')} help="With a path, 200 to 399 count as healthy." />
}
