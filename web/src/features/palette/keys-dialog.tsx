import { Keys } from './palette'
import styles from './palette.module.css'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'

type Line = readonly [what: string, ...keys: string[]]

const groups: readonly { name: string; lines: readonly Line[] }[] = [
  {
    name: 'Everywhere',
    lines: [
      ['Search or run', 'Ctrl+K'],
      ['Back, close', 'Esc'],
    ],
  },
  {
    name: 'Walk on the canvas',
    lines: [
      ['To the nearest node', '↑', '↓', '←', '→'],
      ['Open its panel', 'Enter'],
      ['Show all', 'Shift+1'],
      ['Show what is chosen', 'Shift+2'],
      ['Zoom', '+', '-'],
      ['These keys', '?'],
    ],
  },
  {
    name: 'Choose and place',
    lines: [
      ['Choose one more', 'Shift+Enter'],
      ['Choose all', 'Ctrl+A'],
      ['Move by a step', 'Shift+↑', 'Shift+→'],
      ['Lay out', 'Shift+L'],
    ],
  },
  {
    name: 'Change',
    lines: [
      ['Add a service', 'A'],
      ['Connect', 'C'],
      ['Deploy', 'D'],
      ['Show logs', 'L'],
      ['Open address', 'O'],
      ['Delete', 'Del'],
      ['Undo', 'Ctrl+Z'],
      ['Redo', 'Ctrl+Shift+Z'],
      ['Copy, paste, duplicate', 'Ctrl+C', 'Ctrl+V', 'Ctrl+D'],
    ],
  },
]

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog wide title="Keyboard" onClose={onClose} footer={<Button label="Close" onClick={onClose} />}>
      <p>Letters work while a node has the focus: Tab leads to the canvas.</p>
      <div className={styles.help}>
        {groups.map(({ name, lines }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <dl>
              {lines.map(([what, ...keys]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Keys key={key} of={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
