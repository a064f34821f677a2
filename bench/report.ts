import { median, ratios, spread } from "./statistics";

/** One line of the report. `ratio` and `spread` are of the rounds' own ratios of value to floor. */
export type Row = {
  name: string;
  value: number;
  unit: string;
  floor: string;
  ratio: number;
  /** (most − least) / median */
  spread: number;
};

/** What the table says beside the row. */
export type Line = { row: Row; floorValue: number; p50Ms?: number; p99Ms?: number };

export type Series = { name: string; values: readonly number[] };

export function compare(subject: Series, floor: Series, unit = "req/s"): Line {
  const perRound = ratios(subject.values, floor.values);
  const row = {
    name: subject.name,
    value: round(median(subject.values), 1),
    unit,
    floor: floor.name,
    ratio: round(median(perRound), 3),
    spread: round(spread(perRound), 3),
  };
  return { row, floorValue: median(floor.values) };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

const columns = ["name", "value", "", "floor", "its value", "ratio", "spread", "p50 ms", "p99 ms"];
const textColumns = new Set(["name", "", "floor"]);

export function toTable(lines: readonly Line[]): string {
  return alignColumns([columns, ...lines.map(toCells)], textColumns);
}

/** Words at the left, numbers at the right. @param wordColumns by their names in the first row */
export function alignColumns(table: readonly string[][], wordColumns: ReadonlySet<string>): string {
  const head = table[0] ?? [];
  const widths = head.map((_name, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const align = (cell: string, column: number) =>
    wordColumns.has(head[column] ?? "")
      ? cell.padEnd(widths[column] ?? 0)
      : cell.padStart(widths[column] ?? 0);
  return table.map((cells) => cells.map(align).join("  ").trimEnd()).join("\n");
}

function toCells({ row, floorValue, p50Ms, p99Ms }: Line): string[] {
  return [
    row.name,
    row.value.toFixed(0),
    row.unit,
    row.floor,
    floorValue.toFixed(0),
    row.ratio.toFixed(2),
    `${(row.spread * 100).toFixed(0)} %`,
    p50Ms?.toFixed(0) ?? "",
    p99Ms?.toFixed(0) ?? "",
  ];
}
