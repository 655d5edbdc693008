import { valueOf, type ChartData, type Unit } from './chart-data'
import styles from './metrics.module.css'
import { date, wholeMoment } from '@/lib/time'

const most = 500

/** The values behind a chart, the newest first. */
export function ValuesTable({ title, labels, data, unit }: { title: string; labels: readonly string[]; data: ChartData; unit: Unit }) {
  const newest = data.times.map((at, index) => ({ at, index })).reverse()
  return (
    // Scrolls on its own, so that it can be reached by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.table} tabIndex={0} role="group" aria-label={`Values of ${title}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.slice(0, most).map(({ at, index }) => (
            <tr key={at}>
              <th scope="row">{`${date(at * 1_000)}, ${wholeMoment(at * 1_000)}`}</th>
              {data.values.map((column, series) => {
                const value = column[index]
                return <td key={labels[series]}>{value == null ? 'no data' : valueOf(value, unit)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
