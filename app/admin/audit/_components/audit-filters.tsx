import { FilterBar, FilterDate, FilterSelect, FilterText } from "@/app/_components/ui/filter-bar";
import { auditActions } from "@/lib/audit";
import { auditPath } from "./audit-search";

const actorKinds = [
  { value: "customer", label: "A customer" },
  { value: "staff", label: "Staff" },
  { value: "increase", label: "Increase" },
  { value: "system", label: "The portal itself" },
];
const actions = auditActions.map((action) => ({ value: action, label: action }));

export function AuditFilters({ kept }: { kept: Record<string, string> }) {
  const isAny = Object.keys(kept).length > 0;
  return (
    <FilterBar action={auditPath} clearHref={isAny ? auditPath : undefined} label="Filter the audit log">
      <FilterSelect
        name="actor_kind"
        label="Who"
        value={kept.actor_kind}
        options={actorKinds}
        anyLabel="Anybody"
      />
      <FilterSelect name="action" label="Action" value={kept.action} options={actions} />
      <FilterText name="actor_id" label="Who, by id" value={kept.actor_id} />
      <FilterText name="group_id" label="Group" value={kept.group_id} />
      <FilterText name="target_id" label="Target, by id" value={kept.target_id} />
      <FilterDate name="from" label="From (UTC)" value={kept.from} />
      <FilterDate name="before" label="Before (UTC)" value={kept.before} />
    </FilterBar>
  );
}
