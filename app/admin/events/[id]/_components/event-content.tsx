import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { Section } from "@/app/_components/ui/section";
import { toReadableJson } from "./to-readable-json";

/** What Increase sent: the body, laid out to be read where it is JSON, and the headers that are kept. */
export function EventContent({ payload, headers }: { payload: string; headers: Record<string, string> }) {
  const readable = toReadableJson(payload);
  return (
    <>
      <Section id="headers" title="Headers">
        <HeadersTable headers={headers} />
      </Section>
      <Section id="payload" title="Payload" aside={readable === null ? "Not JSON; shown as it came" : null}>
        <pre className="border-y border-line bg-sunken p-4 font-mono text-small wrap-anywhere whitespace-pre-wrap">
          {readable ?? payload}
        </pre>
      </Section>
    </>
  );
}

const columns = [
  { id: "name", label: "Name", width: "tabular:w-64" },
  { id: "value", label: "Value" },
] as const;

function HeadersTable({ headers }: { headers: Record<string, string> }) {
  const entries = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    return <p className="text-ink-soft">None: no delivery brought this event.</p>;
  }
  return (
    <DataTable caption="Headers of the delivery" columns={columns}>
      {entries.map(([name, value]) => (
        <Row key={name}>
          <RowHeader>
            <code className="font-mono text-small font-normal">{name}</code>
          </RowHeader>
          <Cell label="Value">
            <code className="min-w-0 font-mono text-small break-all">{value}</code>
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
