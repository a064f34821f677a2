type Side = Record<string, unknown> | null;

/** What an act found and what it left, each in one line of JSON. */
export function ChangeDetails({ before, after }: { before: Side; after: Side }) {
  if (before === null && after === null) return <span className="text-ink-faint">None noted</span>;
  return (
    <details className="min-w-0 stacked:text-right">
      <summary className="inline-flex min-h-6 cursor-pointer text-accent underline decoration-1 underline-offset-[0.2em] hover:text-accent-strong">
        {before === null ? "What was noted" : "Before and after"}
      </summary>
      <dl className="mt-1 grid gap-1 text-small">
        {before === null ? null : <SideOf name="Before" side={before} />}
        {after === null ? null : <SideOf name="After" side={after} />}
      </dl>
    </details>
  );
}

function SideOf({ name, side }: { name: string; side: Record<string, unknown> }) {
  return (
    <div>
      <dt className="text-ink-faint">{name}</dt>
      <dd>
        <code className="font-mono wrap-anywhere">{JSON.stringify(side)}</code>
      </dd>
    </div>
  );
}
