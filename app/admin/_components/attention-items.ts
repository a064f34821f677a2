import type { Attention } from "@/lib/overview";

/** Something that a person should look at. `count` is left out where the words say it all. */
export type AttentionItem = {
  id: string;
  count?: number;
  title: string;
  words: string;
  since?: { label: string; at: Date };
  link?: { href: string; label: string };
};

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

const toConnections = (search: string) => ({ href: `/admin/connections?${search}`, label: "Show them" });

function connectionItems(attention: Attention): AttentionItem[] {
  const { needsReconnect, unidentified, onlyAtIncrease, onlyHere } = attention;
  return [
    {
      id: "needs-reconnect",
      count: needsReconnect,
      title: plural(needsReconnect, "connection needs to reconnect", "connections need to reconnect"),
      words: "Increase refuses the token that is held. Only the customer can mend that, by signing in again.",
      link: toConnections("status=needs_reconnect"),
    },
    {
      id: "only-here",
      count: onlyHere,
      title: plural(
        onlyHere,
        "active connection is missing at Increase",
        "active connections are missing at Increase",
      ),
      words: "Increase’s whole list was read, and was without it.",
      link: toConnections("status=only_here"),
    },
    {
      id: "only-at-increase",
      count: onlyAtIncrease,
      title: plural(onlyAtIncrease, "connection is only at Increase", "connections are only at Increase"),
      words: "Active there, and not held here: a grant that no sign-in has completed, or one left behind.",
      link: toConnections("status=only_at_increase&attention=1"),
    },
    {
      id: "unidentified",
      count: unidentified,
      title: plural(
        unidentified,
        "active connection has no id of Increase’s",
        "active connections have no id of Increase’s",
      ),
      words: "Until it is known, a deactivation of it is seen only by a refused token.",
      link: toConnections("status=active&attention=1"),
    },
  ];
}

function eventItems({ deadEvents, overdueEvents, givenUpAlerts }: Attention): AttentionItem[] {
  return [
    {
      id: "dead-events",
      count: deadEvents,
      title: plural(deadEvents, "event could not be processed", "events could not be processed"),
      words: "Every attempt failed. Such an event stays until somebody replays it.",
      link: { href: "/admin/events?state=dead", label: "Show them" },
    },
    {
      id: "overdue-events",
      count: overdueEvents,
      title: plural(overdueEvents, "event waits too long", "events wait too long"),
      words: "Due for more than 15 minutes. Is /api/cron/process called?",
      link: { href: "/admin/events?state=pending", label: "Show what waits" },
    },
    {
      id: "given-up-alerts",
      count: givenUpAlerts,
      title: plural(givenUpAlerts, "alert was never taken", "alerts were never taken"),
      words: "Of the last 7 days. The receiver at ALERT_WEBHOOK_URL did not answer, or refused it each time.",
    },
  ];
}

function runningItems(attention: Attention): AttentionItem[] {
  const { isReconciliationLate, lastCompleteAt, staleDeliveries, owners } = attention;
  const late: AttentionItem = {
    id: "reconciliation-late",
    title:
      lastCompleteAt === null
        ? "No reconciliation has ever come to its end"
        : "No reconciliation has come to its end in the last hour",
    words: "What Increase did not tell us goes unnoticed meanwhile. Is /api/cron/reconcile called?",
    ...(lastCompleteAt === null ? {} : { since: { label: "The last one ended", at: lastCompleteAt } }),
  };
  const stale = staleDeliveries.map(({ environment, lastAt, lastSkewSeconds }) => ({
    id: `stale-${environment}`,
    title: `A ${environment} delivery was refused for its age`,
    words: `By ${Math.abs(lastSkewSeconds)} seconds: a clock is wrong, or somebody sends an old one again.`,
    since: { label: "The last one came", at: lastAt },
  }));
  const lone: AttentionItem = {
    id: "lone-owner",
    title: owners === 0 ? "There is no owner" : "There is only one owner",
    words: "If that person can’t sign in, nobody can invite or remove staff.",
    link: { href: "/admin/staff", label: "To the staff" },
  };
  return [...(isReconciliationLate ? [late] : []), ...stale, ...(owners < 2 ? [lone] : [])];
}

/** What needs attention, what is at its customers' cost first. Empty where nothing does. */
export function toAttentionItems(attention: Attention): AttentionItem[] {
  const counted = [...connectionItems(attention), ...eventItems(attention)];
  return [...counted.filter(({ count }) => count !== 0), ...runningItems(attention)];
}
