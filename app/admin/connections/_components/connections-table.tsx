import { Cell, DataTable, Row, RowHeader, SelectCell, type Column } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { Application, ConnectionOrder, ListedConnection } from "@/lib/connections";
import { connectionAddress, sortHref, type ConnectionSearch } from "./connection-search";
import { ListedState } from "./listed-state";
import { writeChosen } from "./seen-tokens";

const scopeWords = { read_only: "Read only", read_write: "Read and write" } as const;
const endStates = new Set<string | null>(["deactivated", "inactive"]);

type TableProps = {
  connections: ListedConnection[];
  applications: Application[];
  search: Pick<ConnectionSearch, "kept" | "order">;
  now: Date;
  /** The form that chosen rows are sent with; without one there is nothing to choose. */
  selectForm?: string;
};

function columnsFor(search: TableProps["search"], hasSelection: boolean): Column[] {
  const sortBy = (by: ConnectionOrder["by"]) => ({
    href: sortHref(search, by),
    direction: search.order.by === by ? search.order.direction : null,
  });
  const select: Column = { id: "select", label: "Select", isLabelHidden: true };
  return [
    ...(hasSelection ? [select] : []),
    { id: "group", label: "Group", sort: sortBy("group") },
    { id: "application", label: "Application" },
    { id: "scope", label: "Scope" },
    { id: "state", label: "State", sort: sortBy("changed") },
    { id: "created", label: "Created", sort: sortBy("created") },
    { id: "deleted", label: "Deleted" },
    { id: "used", label: "Last used" },
    { id: "ok", label: "Last ok" },
    { id: "sandbox", label: "Sandbox token", width: "tabular:w-20" },
  ];
}

export function ConnectionsTable({ connections, applications, search, now, selectForm }: TableProps) {
  const names = new Map(applications.map(({ id, name }) => [id, name]));
  return (
    <DataTable
      caption="Connections, with their state and when they were used"
      columns={columnsFor(search, selectForm !== undefined)}
      stackBelow="xl"
    >
      {connections.map((connection) => (
        <ConnectionRow
          key={`${connection.side} ${connection.id}`}
          connection={connection}
          applicationName={names.get(connection.oauthApplicationId ?? "") ?? null}
          now={now}
          selectForm={selectForm}
        />
      ))}
    </DataTable>
  );
}

function ConnectionRow({
  connection,
  applicationName,
  now,
  selectForm,
}: {
  connection: ListedConnection;
  applicationName: string | null;
  now: Date;
  selectForm: string | undefined;
}) {
  const { side, id, groupId, scope, createdAt, changedAt, state } = connection;
  const { lastUsedAt, lastOkAt, hasSandboxToken } = connection;
  return (
    <Row>
      {selectForm === undefined ? null : side === "here" ? (
        <SelectCell
          form={selectForm}
          name="connection"
          value={writeChosen(connection)}
          label={`Select ${groupId ?? id}`}
        />
      ) : (
        <Cell label="Select">
          <span className="text-ink-faint">–</span>
        </Cell>
      )}
      <Names connection={connection} />
      <Cell label="Application">{applicationName ?? <Missing />}</Cell>
      <Cell label="Scope">
        {scope === null ? <Missing /> : <span className="whitespace-nowrap">{scopeWords[scope]}</span>}
      </Cell>
      <Cell label="State">
        <ListedState connection={connection} />
      </Cell>
      <Cell label="Created">
        <Time at={createdAt} now={now} />
      </Cell>
      <Cell label="Deleted">{endStates.has(state) ? <Time at={changedAt} now={now} /> : <Missing />}</Cell>
      <Cell label="Last used">{lastUsedAt === null ? <Missing /> : <Time at={lastUsedAt} now={now} />}</Cell>
      <Cell label="Last ok">{lastOkAt === null ? <Missing /> : <Time at={lastOkAt} now={now} />}</Cell>
      <Cell label="Sandbox token">{hasSandboxToken ? "Yes" : "No"}</Cell>
    </Row>
  );
}

/** The group, which leads to the connection, and Increase's id of it. */
function Names({ connection }: { connection: ListedConnection }) {
  const { id, groupId, oauthConnectionId } = connection;
  return (
    <RowHeader>
      <TextLink href={connectionAddress(connection)}>
        <span className="font-mono text-small font-medium break-all tabular:whitespace-nowrap">
          {groupId ?? id}
        </span>
      </TextLink>
      <span className="block font-normal text-ink-faint">
        {oauthConnectionId === null ? (
          <span className="text-small">Increase’s id not known yet</span>
        ) : (
          <Id className="tabular:whitespace-nowrap">{oauthConnectionId}</Id>
        )}
      </span>
    </RowHeader>
  );
}

function Missing() {
  return (
    <span className="text-ink-faint">
      <span aria-hidden="true">–</span>
      <span className="sr-only">None</span>
    </span>
  );
}
