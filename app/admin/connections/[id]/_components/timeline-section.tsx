import type { ReactNode } from "react";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Icon, type IconName } from "@/app/_components/ui/icon";
import { Pager } from "@/app/_components/ui/pager";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { Timeline, TimelineEntry } from "@/lib/connections";
import { toHref } from "@/lib/search-params";

/** Every event, upstream error and audit entry of the group, as one list. */
export function TimelineSection({
  timeline: { entries, nextBefore },
  path,
  isFirst,
  now,
}: {
  timeline: Timeline;
  path: string;
  isFirst: boolean;
  now: Date;
}) {
  return (
    <Section
      id="timeline"
      title="What happened"
      aside="Events, errors of calls to Increase, and the audit log"
    >
      {entries.length === 0 ? (
        <EmptyState title={isFirst ? "Nothing is known to have happened yet" : "Nothing before that"}>
          <p>Events and acts appear here as they come.</p>
        </EmptyState>
      ) : (
        <ol className="divide-y divide-line border-y border-line">
          {entries.map((entry) => (
            <Line key={keyOf(entry)} entry={entry} now={now} />
          ))}
        </ol>
      )}
      <Pager
        label="Pages of what happened"
        firstHref={isFirst ? undefined : path}
        nextHref={nextBefore === null ? undefined : toHref(path, { before: nextBefore.toISOString() })}
      />
    </Section>
  );
}

function keyOf(entry: TimelineEntry): string {
  switch (entry.kind) {
    case "event":
      return `event ${entry.event.environment} ${entry.event.eventId}`;
    case "error":
      return `error ${entry.error.id}`;
    case "audit":
      return `audit ${entry.entry.id}`;
  }
}

function Line({ entry, now }: { entry: TimelineEntry; now: Date }) {
  switch (entry.kind) {
    case "event": {
      const { environment, eventId, category, state } = entry.event;
      const isFailed = state === "dead";
      return (
        <Frame at={entry.at} now={now} icon={isFailed ? "attention" : "info"} isAlert={isFailed} kind="Event">
          <TextLink href={toHref(`/admin/events/${encodeURIComponent(eventId)}`, { environment })}>
            {category ?? "an event that can’t be understood"}
          </TextLink>{" "}
          <span className="text-ink-faint">
            {environment}, {isFailed ? "processing failed" : state}
          </span>
        </Frame>
      );
    }
    case "error": {
      const { request, environment, status, type, title, detail, reason } = entry.error;
      const words = [title, detail].filter((part) => part !== null).join(" ");
      return (
        <Frame at={entry.at} now={now} icon="attention" isAlert kind="Error">
          <code className="font-mono text-small">{request}</code>{" "}
          <span className="text-ink-faint">{environment}</span>{" "}
          {[status, type, reason].filter((part) => part !== null).join(", ") || "no answer"}
          {words === "" ? null : <span className="block text-ink-soft">{words}</span>}
        </Frame>
      );
    }
    case "audit": {
      const { action, actorKind, actorId, reason, id } = entry.entry;
      const who = entry.staffEmail ?? (actorKind === "customer" ? "the customer" : (actorId ?? actorKind));
      return (
        <Frame at={entry.at} now={now} icon="check" kind="Audit">
          {action} <span className="text-ink-faint">by {who === "system" ? "the portal" : who}</span>
          {reason === null ? null : <span className="block text-ink-soft">“{reason}”</span>}
          <span className="sr-only">, entry {String(id)}</span>
        </Frame>
      );
    }
  }
}

function Frame({
  at,
  now,
  icon,
  kind,
  isAlert = false,
  children,
}: {
  at: Date;
  now: Date;
  icon: IconName;
  kind: string;
  isAlert?: boolean;
  children: ReactNode;
}) {
  return (
    <li className="grid items-start gap-x-6 py-2.5 sm:grid-cols-[9rem_6rem_1fr]">
      <span className="text-small leading-6 text-ink-faint">
        <Time at={at} now={now} />
      </span>
      <span
        className={`inline-flex items-center gap-1.5 text-small leading-6 ${isAlert ? "text-alert" : "text-ink-soft"}`}
      >
        <Icon name={icon} />
        {kind}
      </span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}
