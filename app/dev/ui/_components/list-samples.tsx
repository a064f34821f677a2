import { Cell, DataTable, Row, RowHeader, SelectCell, type Column } from "@/app/_components/ui/data-table";
import {
  FilterBar,
  FilterCheck,
  FilterDate,
  FilterSelect,
  FilterText,
} from "@/app/_components/ui/filter-bar";
import { Id } from "@/app/_components/ui/id";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { LostPlaceNotice } from "@/app/_components/ui/lost-place-notice";
import { Section } from "@/app/_components/ui/section";

const here = "/dev/ui";
const states = [{ value: "active", label: "Active" }];
const columns: readonly Column[] = [
  { id: "select", label: "Select", width: "tabular:w-8", isLabelHidden: true },
  { id: "group", label: "Group", sort: { href: "#lists", direction: null } },
  { id: "created", label: "Created", sort: { href: "#lists", direction: "descending" } },
  { id: "state", label: "State" },
];

/** The parts of a filtered list. */
export function ListSamples() {
  return (
    <Section id="lists" title="Filtered lists">
      <IgnoredNotice ignored={["state", "created_from"]} />
      <LostPlaceNotice firstHref="#lists" />
      <FilterBar action={here} clearHref={here} hidden={{ sort: "created" }} label="Filter the sample">
        <FilterText name="q" label="Id" value="group_1g4mhziu6kvrs3vz35um" />
        <FilterSelect name="state" label="State" value="active" options={states} />
        <FilterDate name="from" label="Created from (UTC)" value="2026-11-22" />
        <FilterCheck name="attention" label="Needs attention" value="1" />
      </FilterBar>
      <DataTable caption="A list to sort and to select from" columns={columns} stackBelow="xl">
        <Row>
          <SelectCell name="sample" value="1" label="Select group_1g4mhziu6kvrs3vz35um" />
          <RowHeader>
            <Id>group_1g4mhziu6kvrs3vz35um</Id>
          </RowHeader>
          <Cell label="Created">3 days ago</Cell>
          <Cell label="State">Active</Cell>
        </Row>
      </DataTable>
    </Section>
  );
}
