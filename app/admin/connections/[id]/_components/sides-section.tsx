import type { ReactNode } from "react";
import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Icon } from "@/app/_components/ui/icon";
import { Id } from "@/app/_components/ui/id";
import { Notice } from "@/app/_components/ui/notice";
import { Section } from "@/app/_components/ui/section";
import { Time } from "@/app/_components/ui/time";
import type { Inspection } from "@/lib/connections";
import { compareSides, type Side } from "./compare-sides";

const columns = [
  { id: "attribute", label: "Attribute", width: "md:w-56" },
  { id: "increase", label: "At Increase, now" },
  { id: "here", label: "Held here" },
  { id: "verdict", label: "Compared", width: "md:w-40", isLabelHidden: true },
] as const;

/** Every attribute of Increase's object beside what we hold, differences marked. */
export function SidesSection({
  inspection,
  now,
  readAt,
}: {
  inspection: Inspection;
  now: Date;
  readAt: Date;
}) {
  const { atIncrease } = inspection;
  const read = (
    <>
      Read from Increase <Time at={readAt} now={now} />
    </>
  );
  return (
    <Section
      id="sides"
      title="At Increase, and here"
      aside={atIncrease?.ok ? read : "Not read from Increase"}
    >
      {atIncrease?.ok === false ? <NotRead {...atIncrease} /> : null}
      {atIncrease === null ? (
        <p className="max-w-[64ch] text-ink-soft">
          Increase’s id of this connection is not known yet: it is looked up after each sign-in, and with each
          sync.
        </p>
      ) : null}
      <SidesTable inspection={inspection} now={now} />
    </Section>
  );
}

function SidesTable({ inspection, now }: { inspection: Inspection; now: Date }) {
  const absentThere = inspection.atIncrease?.ok ? "not kept" : "not read";
  return (
    <DataTable caption="Attributes of the connection at Increase and here" columns={columns}>
      {compareSides(inspection).map(({ name, increase, here, isDifferent, isGrantStanding }) => (
        <Row key={name}>
          <RowHeader>
            <code className="font-mono text-small">{name}</code>
          </RowHeader>
          <Cell label="At Increase">
            <Value side={increase} now={now} absent={absentThere} />
          </Cell>
          <Cell label="Here">
            <Value side={here} now={now} absent="not kept" />
          </Cell>
          <Cell label="">
            {isDifferent ? (
              <Verdict words="Differs" />
            ) : isGrantStanding ? (
              <Verdict words="The grant stands" />
            ) : null}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

function NotRead({ isUnknown, message }: { isUnknown: boolean; message: string }) {
  return (
    <Notice
      title={isUnknown ? "Increase does not return this connection" : "Increase could not be asked"}
      icon="attention"
      tone="alert"
    >
      <p>{message}</p>
      {isUnknown ? <p>It may not return connections that have ended.</p> : null}
    </Notice>
  );
}

function Verdict({ words }: { words: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-alert">
      <Icon name="attention" />
      {words}
    </span>
  );
}

function Value({ side, now, absent }: { side: Side; now: Date; absent: string }): ReactNode {
  if (side === undefined) return <span className="text-ink-faint">{absent}</span>;
  if (side === null) return <span className="text-ink-faint">none</span>;
  if (side instanceof Date) return <Time at={side} now={now} />;
  return <Id>{side}</Id>;
}
