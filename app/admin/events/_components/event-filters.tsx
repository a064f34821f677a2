import { FilterBar, FilterDate, FilterSelect, FilterText } from "@/app/_components/ui/filter-bar";
import { eventsPath } from "./event-search";

const environments = [
  { value: "live", label: "Live" },
  { value: "sandbox", label: "Sandbox" },
];
const states = [
  { value: "pending", label: "Waiting" },
  { value: "processed", label: "Processed" },
  { value: "dead", label: "Failed" },
];

export function EventFilters({ kept }: { kept: Record<string, string> }) {
  const isAny = Object.keys(kept).length > 0;
  return (
    <FilterBar action={eventsPath} clearHref={isAny ? eventsPath : undefined} label="Filter events">
      <FilterText name="group_id" label="Group" value={kept.group_id} />
      <FilterText name="category" label="Category" value={kept.category} />
      <FilterSelect
        name="environment"
        label="Environment"
        value={kept.environment}
        options={environments}
        anyLabel="Both"
      />
      <FilterSelect name="state" label="State" value={kept.state} options={states} />
      <FilterDate name="received_from" label="Received from (UTC)" value={kept.received_from} />
      <FilterDate name="received_before" label="Received before (UTC)" value={kept.received_before} />
    </FilterBar>
  );
}
