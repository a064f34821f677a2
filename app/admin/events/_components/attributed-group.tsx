import { Id } from "@/app/_components/ui/id";
import type { ListedEvent } from "@/lib/webhooks";

/** Whose event it is: known only after it was processed, since no signature covers the header that says so. */
export function AttributedGroup({ attribution, groupId }: Pick<ListedEvent, "attribution" | "groupId">) {
  if (groupId !== null) return <Id>{groupId}</Id>;
  if (attribution === "platform") return <span className="text-ink-soft">The platform’s own</span>;
  return (
    <span className="text-ink-soft">{attribution === null ? "Not attributed yet" : "Of no group here"}</span>
  );
}
