/** The portal's mark: a doorway over the two lines that close a sum. */
export function Mark({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className={`shrink-0 ${className}`}>
      <g fill="none" stroke="currentColor">
        <path d="M6.75 16.5V10a5.25 5.25 0 0 1 10.5 0v6.5" strokeWidth="2" />
        <path d="M3.5 17h17" strokeWidth="2" />
        <path d="M3.5 20.75h17" strokeWidth="1.25" />
      </g>
    </svg>
  );
}
