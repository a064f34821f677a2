import {
  FilterBar,
  FilterCheck,
  FilterDate,
  FilterSelect,
  FilterText,
} from "@/app/_components/ui/filter-bar";
import type { Application } from "@/lib/connections";
import { connectionsPath, type ConnectionSearch } from "./connection-search";

const statusOptions = [
  { value: "active", label: "Active" },
  { value: "needs_reconnect", label: "Needs reconnect" },
  { value: "disconnected", label: "Disconnected" },
  { value: "deactivated", label: "Deactivated" },
  { value: "only_at_increase", label: "Only at Increase" },
  { value: "only_here", label: "Only here" },
];
const scopeOptions = [
  { value: "read_only", label: "Read only" },
  { value: "read_write", label: "Read and write" },
];

/** One deleted at Increase is marked: its connections stay to be found. */
function toOption({ id, name, status }: Application) {
  return { value: id, label: `${name ?? id}${status === "active" ? "" : ` (${status})`}` };
}

export function ConnectionFilters({
  search: { kept },
  applications,
}: {
  search: Pick<ConnectionSearch, "kept">;
  applications: Application[];
}) {
  const { sort, direction, ...filters } = kept;
  const isAny = Object.keys(filters).length > 0;
  return (
    <FilterBar
      action={connectionsPath}
      clearHref={isAny ? connectionsPath : undefined}
      hidden={{ sort, direction }}
      label="Filter connections"
    >
      <FilterText name="q" label="Group’s or connection’s id" value={kept.q} />
      <FilterSelect name="status" label="Status" value={kept.status} options={statusOptions} />
      <FilterSelect
        name="oauth_application_id"
        label="Application"
        value={kept.oauth_application_id}
        options={applications.map(toOption)}
      />
      <FilterSelect name="scope" label="Scope asked for" value={kept.scope} options={scopeOptions} />
      <FilterDate name="created_from" label="Created from (UTC)" value={kept.created_from} />
      <FilterDate name="created_before" label="Created before (UTC)" value={kept.created_before} />
      <FilterCheck name="attention" label="Needs attention" value={kept.attention} />
    </FilterBar>
  );
}
