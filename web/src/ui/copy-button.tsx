import { useState } from 'react'
import { Check, Copy } from 'lucide-react'
import { Button } from './button'
import type { IconShape } from './icon'

/** Copies, and says so for two seconds. */
export function CopyButton({ text, label, icon = Copy }: { text: string | (() => string); label: string; icon?: IconShape }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return <Button only dense kind="quiet" icon={copied ? Check : icon} label={copied ? 'Copied' : label} onClick={() => void copy()} />
}
