/** Drawn, then solid. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2.75" y="2.75" width="13" height="13" rx="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 2.2" />
      <rect x="8" y="8" width="14" height="14" rx="3" fill="var(--accent)" />
      <path d="M12 15.2l2.2 2.2 4-4.6" fill="none" stroke="var(--accent-on)" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
