import type { ListedAuditEntry } from "@/lib/audit";

type Details = Pick<ListedAuditEntry, "before" | "after" | "ipAddress">;

/** What an act found and what it left, each in one line of JSON; and from which address it was asked for. */
export function ChangeDetails({ before, after, ipAddress }: Details) {
  if (before === null && after === null && ipAddress === null) {
    return <span className="text-ink-faint">None noted</span>;
  }
  return (
    <details className="min-w-0 stacked:text-right">
      <summary className="inline-flex min-h-6 cursor-pointer text-accent underline decoration-1 underline-offset-[0.2em] hover:text-accent-strong">
        {before === null ? "What was noted" : "Before and after"}
      </summary>
      <dl className="mt-1 grid gap-1 text-small">
        {before === null ? null : <Detail name="Before">{JSON.stringify(before)}</Detail>}
        {after === null ? null : <Detail name="After">{JSON.stringify(after)}</Detail>}
        {ipAddress === null ? null : <Detail name="Client’s address">{ipAddress}</Detail>}
      </dl>
    </details>
  );
}

function Detail({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-ink-faint">{name}</dt>
      <dd>
        <code className="font-mono wrap-anywhere">{children}</code>
      </dd>
    </div>
  );
}
