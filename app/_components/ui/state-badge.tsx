import type { ConnectionState, OAuthScope } from "@/lib/connections";
import { Icon, type IconName } from "./icon";

export type Look = { icon: IconName; label: string; tone: keyof typeof tones };

const tones = {
  good: "text-accent",
  alert: "text-alert",
  plain: "text-ink-soft",
} as const;

/** A state that Increase adds tomorrow can be a whole sentence, which is wider than a phone. */
const longestOnOneLine = 24;

/** A state is an icon and a word; the colour only repeats them. */
export function Badge({ icon, label, tone }: Look) {
  const wrap = label.length > longestOnOneLine ? "wrap-anywhere" : "whitespace-nowrap";
  return (
    <span className={`inline-flex min-w-0 items-center gap-1.5 ${tones[tone]}`}>
      <Icon name={icon} />
      <span className={`min-w-0 ${wrap}`}>{label}</span>
    </span>
  );
}

const connectionLooks: Record<ConnectionState, Look> = {
  active: { icon: "check", label: "Active", tone: "good" },
  needs_reconnect: { icon: "attention", label: "Needs reconnect", tone: "alert" },
  disconnected: { icon: "parted", label: "Disconnected", tone: "plain" },
  deactivated: { icon: "stopped", label: "Deactivated", tone: "plain" },
};

export function ConnectionBadge({ state }: { state: ConnectionState }) {
  return <Badge {...connectionLooks[state]} />;
}

/** `open` and `closed` are Increase's words of today; a new one is shown as it is. */
export function AccountStatusBadge({ status }: { status: string }) {
  if (status === "open") return <Badge icon="open" label="Open" tone="plain" />;
  if (status === "closed") return <Badge icon="closed" label="Closed" tone="plain" />;
  return <Badge icon="unknown" label={status} tone="plain" />;
}

const scopeLooks: Record<OAuthScope, Look> = {
  read_only: { icon: "read", label: "Read only, at most", tone: "plain" },
  read_write: { icon: "write", label: "Read and write, at most", tone: "plain" },
};

/** What was asked for: Increase does not say what was granted, so it is an upper bound. */
export function ScopeBadge({ scope }: { scope: OAuthScope }) {
  return <Badge {...scopeLooks[scope]} />;
}
