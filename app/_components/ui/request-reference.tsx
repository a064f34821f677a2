import { Id } from "./id";

/** What to quote when asking for help: the same id stands in the log. */
export function RequestReference({ requestId }: { requestId: string }) {
  return (
    <p className="text-small text-ink-faint">
      Request <Id>{requestId}</Id>
    </p>
  );
}
