/** One of Increase's ids: one click selects the whole of it. */
export function Id({ children, className = "" }: { children: string; className?: string }) {
  return <code className={`font-mono text-small break-all select-all ${className}`}>{children}</code>;
}
