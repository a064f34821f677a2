import { toReadableName } from "@/app/_components/transactions/readable-name";
import { Badge, type Look } from "@/app/_components/ui/state-badge";

const looks = new Map<string, Look>([
  ["active", { icon: "check", label: "Active", tone: "good" }],
  ["disabled", { icon: "closed", label: "Disabled", tone: "plain" }],
  ["canceled", { icon: "stopped", label: "Canceled", tone: "plain" }],
]);

/** The state of an account number or a card; one that Increase adds tomorrow, in its own name. */
export function StatusBadge({ status }: { status: string }) {
  return (
    <Badge {...(looks.get(status) ?? { icon: "unknown", label: toReadableName(status), tone: "plain" })} />
  );
}
