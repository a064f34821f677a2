import { roleWords } from "@/app/_components/shell/role-words";
import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { StaffOverview, StaffPerson } from "@/lib/staff";
import { managePath } from "./manage-path";

const columns: Column[] = [
  { id: "person", label: "Person" },
  { id: "role", label: "Role" },
  { id: "since", label: "Since" },
  { id: "seen", label: "Last seen" },
  { id: "sessions", label: "Sessions", align: "end" },
];
const manageColumn: Column = { id: "manage", label: "Manage", align: "end", isLabelHidden: true };

export function PeopleSection({ view, now }: { view: StaffOverview; now: Date }) {
  const { people, self } = view;
  const isOwner = self.role === "owner";
  return (
    <Section id="people" title="People" aside={people.length === 1 ? "1 person" : `${people.length} people`}>
      <DataTable caption="Who is staff" columns={isOwner ? [...columns, manageColumn] : columns}>
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            isSelf={person.id === self.staffId}
            isManageable={isOwner}
            now={now}
          />
        ))}
      </DataTable>
    </Section>
  );
}

function PersonRow({
  person,
  isSelf,
  isManageable,
  now,
}: {
  person: StaffPerson;
  isSelf: boolean;
  isManageable: boolean;
  now: Date;
}) {
  const { id, name, email, role, createdAt, lastSeenAt, sessions } = person;
  return (
    <Row>
      <RowHeader>
        <span className="block font-medium wrap-anywhere">
          {name ?? email}
          {isSelf ? <span className="font-normal text-ink-faint"> (you)</span> : null}
        </span>
        {name === null ? null : (
          <span className="block text-small font-normal wrap-anywhere text-ink-faint">{email}</span>
        )}
      </RowHeader>
      <Cell label="Role">{roleWords[role]}</Cell>
      <Cell label="Since">
        <Time at={createdAt} now={now} />
      </Cell>
      <Cell label="Last seen">
        {lastSeenAt === null ? (
          <span className="text-ink-faint">Not signed in</span>
        ) : (
          <Time at={lastSeenAt} now={now} />
        )}
      </Cell>
      <Cell label="Sessions" align="end">
        <span className="tabular-nums">{sessions}</span>
      </Cell>
      {isManageable ? (
        <Cell label="" align="end">
          <TextLink href={managePath(id)}>
            Manage<span className="sr-only"> {name ?? email}</span>
          </TextLink>
        </Cell>
      ) : null}
    </Row>
  );
}
