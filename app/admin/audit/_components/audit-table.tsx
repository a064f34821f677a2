import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { Id } from "@/app/_components/ui/id";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { ListedAuditEntry } from "@/lib/audit";
import { toHref } from "@/lib/search-params";
import { auditPath } from "./audit-search";
import { ChangeDetails } from "./change-details";

const columns: readonly Column[] = [
  { id: "what", label: "Action" },
  { id: "when", label: "When", width: "tabular:w-36" },
  { id: "who", label: "Who", width: "tabular:w-[16%]" },
  { id: "target", label: "Target", width: "tabular:w-[16%]" },
  { id: "group", label: "Group", width: "tabular:w-[14%]" },
  { id: "change", label: "Change", width: "tabular:w-[12%]" },
  { id: "request", label: "Request", width: "tabular:w-[13%]" },
];

export function AuditTable({ entries, now }: { entries: ListedAuditEntry[]; now: Date }) {
  return (
    <DataTable caption="Entries of the audit log, newest first" columns={columns} stackBelow="xl">
      {entries.map((entry) => (
        <AuditRow key={entry.id.toString()} entry={entry} now={now} />
      ))}
    </DataTable>
  );
}

function AuditRow({ entry, now }: { entry: ListedAuditEntry; now: Date }) {
  const { at, action, groupId, reason, requestId } = entry;
  return (
    <Row>
      <RowHeader>
        <span className="font-medium wrap-anywhere">{action}</span>
        {reason === null ? null : (
          <span className="block font-normal wrap-anywhere text-ink-soft">Reason: {reason}</span>
        )}
      </RowHeader>
      <Cell label="When">
        <Time at={at} now={now} />
      </Cell>
      <Cell label="Who">
        <Who {...entry} />
      </Cell>
      <Cell label="Target">
        <Target {...entry} />
      </Cell>
      <Cell label="Group">
        {groupId === null ? <Nothing>None</Nothing> : <FilterLink name="group_id" value={groupId} />}
      </Cell>
      <Cell label="Change">
        <ChangeDetails {...entry} />
      </Cell>
      <Cell label="Request">{requestId === null ? <Nothing>None</Nothing> : <Id>{requestId}</Id>}</Cell>
    </Row>
  );
}

function Nothing({ children }: { children: string }) {
  return <span className="text-ink-faint">{children}</span>;
}

/** An id that leads to everything else that the log has of it. */
function FilterLink({ name, value }: { name: "actor_id" | "group_id" | "target_id"; value: string }) {
  return (
    <TextLink href={toHref(auditPath, { [name]: value })}>
      <span className="font-mono text-small break-all">{value}</span>
    </TextLink>
  );
}

function Who({
  actorKind,
  actorId,
  actorEmail,
}: Pick<ListedAuditEntry, "actorKind" | "actorId" | "actorEmail">) {
  if (actorKind === "increase") return <span>Increase</span>;
  if (actorKind === "system") return <span>The portal itself</span>;
  return (
    <div className="min-w-0 stacked:text-right">
      <span className="block wrap-anywhere">
        {actorKind === "customer" ? "A customer" : (actorEmail ?? "Staff, no longer known")}
      </span>
      {actorId === null ? null : <FilterLink name="actor_id" value={actorId} />}
    </div>
  );
}

const targetWords: Record<string, string> = {
  connection: "Connection",
  connect_link: "Connect link",
  group: "Group",
  account: "Account",
  account_number: "Account number",
  event: "Event",
  audit: "Audit log",
  staff: "Staff",
  invitation: "Invitation",
  token_key: "Key of TOKEN_KEYS",
  event_subscription: "Event subscription",
};

function Target({
  targetKind,
  targetId,
  targetEmail,
}: Pick<ListedAuditEntry, "targetKind" | "targetId" | "targetEmail">) {
  return (
    <div className="min-w-0 stacked:text-right">
      <span className="block wrap-anywhere text-ink-soft">
        {targetEmail ?? targetWords[targetKind] ?? targetKind}
      </span>
      <FilterLink name="target_id" value={targetId} />
    </div>
  );
}
