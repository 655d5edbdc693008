import { useState } from 'react'

const prefix = 'prefers:'

/** How the reader likes to see something, kept in this browser. Nothing but yes and no goes there. */
export function usePreference(name: string, otherwise: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => read(name) ?? otherwise)
  const change = (next: boolean) => {
    setValue(next)
    try {
      localStorage.setItem(prefix + name, next ? 'yes' : 'no')
    } catch {
      // A browser without storage forgets it on reload.
    }
  }
  return [value, change]
}

function read(name: string): boolean | null {
  try {
    const kept = localStorage.getItem(prefix + name)
    return kept === null ? null : kept === 'yes'
  } catch {
    return null
  }
}
