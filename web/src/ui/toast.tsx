import { useEffect } from 'react'
import { CircleCheck, X } from 'lucide-react'
import { create } from 'zustand'
import { Button } from './button'
import { Icon } from './icon'
import text from './text.module.css'
import styles from './toast.module.css'

interface Toast {
  text: string
  href: string | null
}

interface Toasts {
  toast: Toast | null
  /** What was last said to ears. */
  words: string
  show: (toast: Toast) => void
  say: (words: string) => void
  hide: () => void
}

/** For success only; what went wrong is said where it went wrong. */
export const useToasts = create<Toasts>((set) => ({
  toast: null,
  words: '',
  show: (toast) => set({ toast, words: `${toast.text} ${toast.href ?? ''}` }),
  say: (words) => set({ words }),
  hide: () => set({ toast: null }),
}))

export function ToastPlace() {
  const toast = useToasts((state) => state.toast)
  const words = useToasts((state) => state.words)
  return (
    <>
      <p className={text.unseen} aria-live="polite">
        {words}
      </p>
      {toast && <ToastBox key={toast.text + (toast.href ?? '')} toast={toast} />}
    </>
  )
}

function ToastBox({ toast }: { toast: Toast }) {
  const hide = useToasts((state) => state.hide)
  useEffect(() => {
    const timer = setTimeout(hide, 8_000)
    return () => clearTimeout(timer)
  }, [hide])
  return (
    <div className={styles.toast}>
      <Icon of={CircleCheck} />
      <p>
        {toast.text}{' '}
        {toast.href && (
          <a href={toast.href} target="_blank" rel="noreferrer">
            {toast.href.replace(/^https?:\/\//, '')}
          </a>
        )}
      </p>
      <Button only dense kind="quiet" icon={X} label="Close" onClick={hide} />
    </div>
  )
}
