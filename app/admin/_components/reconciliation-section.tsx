import { EmptyState } from "@/app/_components/ui/empty-state";
import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Section } from "@/app/_components/ui/section";
import { Time } from "@/app/_components/ui/time";
import type { Attention } from "@/lib/overview";
import { formatCount } from "./labels";

const namesOfDrift: Record<string, string> = {
  deactivations_missed: "Deactivations that no event had told of",
  ids_learned: "Ids of Increase’s learned",
  connections_unreadable: "Rows of Increase’s connections that could not be read",
  only_at_increase: "Connections only at Increase",
  only_here: "Connections missing at Increase",
  live_events_missed: "Live events that were not delivered",
  sandbox_events_missed: "Sandbox events that were not delivered",
};

/** What the last one found to differ. Other versions may have counted other things: those keep their own names. */
export function ReconciliationSection({ attention, now }: { attention: Attention; now: Date }) {
  const run = attention.lastReconciliation;
  return (
    <Section id="reconciliation" title="Last reconciliation">
      {run === null ? (
        <EmptyState title="There has been none yet">
          <p>It holds Increase’s own lists against ours, whenever /api/cron/reconcile is called.</p>
        </EmptyState>
      ) : (
        <FactList>
          <Fact
            name="Ended"
            remark={
              run.isComplete
                ? "All of Increase’s lists were read."
                : "It ran out of time, or Increase did not answer. The next one goes on from there."
            }
          >
            <Time at={run.finishedAt} now={now} />
          </Fact>
          {Object.entries(run.drift).map(([name, count]) => (
            <Fact key={name} name={namesOfDrift[name] ?? name.replaceAll("_", " ")}>
              <span className="tabular-nums">{formatCount(count)}</span>
            </Fact>
          ))}
        </FactList>
      )}
    </Section>
  );
}
