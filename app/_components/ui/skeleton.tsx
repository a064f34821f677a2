/** The place of something on its way, of that thing's own size: `className` gives the width. */
export function Skeleton({ className }: { className: string }) {
  return (
    <span className="inline-flex h-[1lh] items-center align-top">
      <span className={`skeleton block h-[0.8em] max-w-full ${className}`} />
      <span className="sr-only">Loading</span>
    </span>
  );
}
