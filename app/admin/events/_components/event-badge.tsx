import { Badge, type Look } from "@/app/_components/ui/state-badge";
import type { ListedEvent } from "@/lib/webhooks";

const looks: Record<ListedEvent["state"], Look> = {
  pending: { icon: "open", label: "Waiting", tone: "plain" },
  processed: { icon: "check", label: "Processed", tone: "good" },
  dead: { icon: "attention", label: "Failed", tone: "alert" },
};

/** How far an event's processing is, with the failures since it began. */
export function EventBadge({ state, failures }: Pick<ListedEvent, "state" | "failures">) {
  return (
    <span className="stacked:text-right">
      <Badge {...looks[state]} />
      {failures === 0 ? null : (
        <span className="block text-small text-ink-faint">
          {failures === 1 ? "1 failure" : `${failures} failures`}
        </span>
      )}
    </span>
  );
}
