import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Badge } from "@/app/_components/ui/state-badge";
import { Time } from "@/app/_components/ui/time";
import type { ReceivedEvent } from "@/lib/webhooks";

const columns = [
  { id: "at", label: "When", width: "tabular:w-40" },
  { id: "outcome", label: "Outcome", width: "tabular:w-40" },
  { id: "error", label: "Error" },
] as const;

/** Every time that the portal worked on the event, the first one first. */
export function EventAttempts({ attempts, now }: { attempts: ReceivedEvent["attempts"]; now: Date }) {
  if (attempts.length === 0) return <p className="text-ink-soft">None yet.</p>;
  return (
    <DataTable caption="Attempts to process this event, in order" columns={columns}>
      {attempts.map(({ at, outcome, error }) => (
        <Row key={at}>
          <RowHeader>
            <span className="font-normal">
              <Time at={new Date(at)} now={now} />
            </span>
          </RowHeader>
          <Cell label="Outcome">
            {outcome === "processed" ? (
              <Badge icon="check" label="Processed" tone="good" />
            ) : (
              <Badge icon="attention" label="Failed" tone="alert" />
            )}
          </Cell>
          <Cell label="Error">
            <span className="min-w-0 wrap-anywhere">{error ?? "None"}</span>
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
