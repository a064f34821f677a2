import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { Sync } from "@/lib/connections";
import { toHref } from "@/lib/search-params";
import { syncAction } from "../actions";
import { connectionsPath } from "./connection-search";
import { SyncForm } from "./sync-form";

/** Increase's own list against ours: what the last sync found, and a new one. */
export function SyncSection({ sync, mayAct, now }: { sync: Sync | null; mayAct: boolean; now: Date }) {
  return (
    <Section id="sync" title="Increase’s list against ours" aside={<SyncedWhen sync={sync} now={now} />}>
      <div className="flex flex-wrap items-start gap-x-12 gap-y-4">
        {mayAct ? <SyncForm action={syncAction} /> : null}
        {sync === null ? (
          <p className="max-w-[64ch] text-ink-soft">
            No sync was asked for yet. The portal compares the two lists by itself as well, every few minutes.
          </p>
        ) : (
          <Differences sync={sync} />
        )}
      </div>
    </Section>
  );
}

function SyncedWhen({ sync, now }: { sync: Sync | null; now: Date }) {
  if (sync === null) return "Never synced by hand";
  if (sync.finishedAt === null) {
    return (
      <>
        Begun <Time at={sync.startedAt} now={now} />, not at its end yet
      </>
    );
  }
  return (
    <>
      Synced <Time at={sync.finishedAt} now={now} />
    </>
  );
}

function Differences({ sync: { seen, differences, startedAt } }: { sync: Sync }) {
  const { deactivations_missed, ids_learned, connections_unreadable, only_at_increase, only_here } =
    differences;
  const from = startedAt.toISOString().slice(0, 10);
  const entries = [
    {
      count: deactivations_missed,
      words: "had ended at Increase, and ended here now",
      href: toHref("/admin/audit", { action: "connection.deactivated", from }),
    },
    {
      count: ids_learned,
      words: "got to know their id at Increase",
      href: toHref("/admin/audit", { action: "connection.identified", from }),
    },
    {
      count: only_at_increase,
      words: "are active at Increase, and held by no connection here",
      href: toHref(connectionsPath, { status: "only_at_increase" }),
    },
    {
      count: only_here,
      words: "are current here and missing in Increase’s list",
      href: toHref(connectionsPath, { status: "only_here" }),
    },
  ].filter(({ count }) => count > 0);
  return (
    <div className="max-w-[64ch]">
      <p>
        {seen} {seen === 1 ? "connection" : "connections"} read from Increase.{" "}
        {entries.length === 0 ? "Nothing differed." : "What differed:"}
      </p>
      <ul className="ml-5 list-disc">
        {entries.map(({ count, words, href }) => (
          <li key={href}>
            <TextLink href={href}>{`${count} ${words}`}</TextLink>
          </li>
        ))}
      </ul>
      {connections_unreadable === 0 ? null : (
        <p>
          {connections_unreadable} more could not be read, and nothing was changed for them: the log says so.
        </p>
      )}
    </div>
  );
}
