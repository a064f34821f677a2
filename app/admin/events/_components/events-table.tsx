import { Cell, DataTable, Row, RowHeader, SelectCell, type Column } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { ListedEvent } from "@/lib/webhooks";
import { AttributedGroup } from "./attributed-group";
import { EventBadge } from "./event-badge";
import { eventPath } from "./event-search";

const columns: readonly Column[] = [
  { id: "event", label: "Event" },
  { id: "received", label: "Received", width: "tabular:w-40" },
  { id: "environment", label: "Environment", width: "tabular:w-28" },
  { id: "group", label: "Group" },
  { id: "object", label: "Object" },
  { id: "state", label: "State", width: "tabular:w-32" },
];
const selection: Column = { id: "select", label: "Select", width: "tabular:w-8", isLabelHidden: true };

/** `selectForm` is the id of the form that the boxes belong to; without it there are none. */
export function EventsTable({
  events,
  now,
  selectForm,
}: {
  events: ListedEvent[];
  now: Date;
  selectForm?: string;
}) {
  return (
    <DataTable
      caption="Received events, newest first"
      columns={selectForm === undefined ? columns : [selection, ...columns]}
      stackBelow="xl"
    >
      {events.map((event) => (
        <EventRow
          key={`${event.environment}/${event.eventId}`}
          event={event}
          now={now}
          selectForm={selectForm}
        />
      ))}
    </DataTable>
  );
}

function EventRow({ event, now, selectForm }: { event: ListedEvent; now: Date; selectForm?: string }) {
  const { environment, eventId, category, receivedAt, associatedObjectId } = event;
  return (
    <Row>
      {selectForm === undefined ? null : (
        <SelectCell
          form={selectForm}
          name="event"
          value={`${environment}/${eventId}`}
          label={`Select ${eventId}, ${environment}`}
        />
      )}
      <RowHeader>
        <span className="block font-medium wrap-anywhere">
          <TextLink href={eventPath(environment, eventId)}>{category ?? "Not understood"}</TextLink>
        </span>
        <Id className="block font-normal text-ink-faint">{eventId}</Id>
      </RowHeader>
      <Cell label="Received">
        <Time at={receivedAt} now={now} />
      </Cell>
      <Cell label="Environment">{environment === "live" ? "Live" : "Sandbox"}</Cell>
      <Cell label="Group">
        <AttributedGroup {...event} />
      </Cell>
      <Cell label="Object">
        {associatedObjectId === null ? (
          <span className="text-ink-soft">None named</span>
        ) : (
          <Id>{associatedObjectId}</Id>
        )}
      </Cell>
      <Cell label="State">
        <EventBadge {...event} />
      </Cell>
    </Row>
  );
}
