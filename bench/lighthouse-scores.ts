import { Problem } from "@/scripts/stack/problem";
import { alignColumns, compare, type Row } from "./report";
import { median } from "./statistics";

/** What the issue of the account pages asks of each page. */
const aim = 95;

/** As much of Lighthouse's result as is read. */
export type MeasuredLoad = {
  finalDisplayedUrl: string;
  environment: { benchmarkIndex: number };
  categories: Record<string, { score: number | null }>;
  audits: Record<string, MeasuredAudit>;
};

type MeasuredAudit = {
  id: string;
  title: string;
  displayValue?: string;
  numericValue?: number;
  metricSavings?: Partial<Record<string, number>>;
};

export type ScoreRow = Row & { lcpMs: number; tbtMs: number; cls: number; benchmarkIndex: number };

export type PageScores = {
  row: ScoreRow;
  scores: readonly number[];
  /** What Lighthouse would save of the last load, where the median is below the aim. */
  opportunities: readonly string[];
};

/** Medians over the runs of one page. @throws Problem where a run has no figure */
export function toScores(name: string, results: readonly MeasuredLoad[]): PageScores {
  const scores = results.map(readScore);
  const medianOf = (id: string) => median(results.map((result) => readFigure(result, id)));
  const { row } = compare(
    { name: `lighthouse, ${name}`, values: scores },
    { name: "aim", values: scores.map(() => aim) },
    "of 100",
  );
  const last = results.at(-1);
  return {
    row: {
      ...row,
      lcpMs: Math.round(medianOf("largest-contentful-paint")),
      tbtMs: Math.round(medianOf("total-blocking-time")),
      cls: Number(medianOf("cumulative-layout-shift").toFixed(3)),
      benchmarkIndex: Math.round(median(results.map(({ environment }) => environment.benchmarkIndex))),
    },
    scores,
    opportunities: row.value >= aim || last === undefined ? [] : listOpportunities(last),
  };
}

function readScore(result: MeasuredLoad): number {
  const score = result.categories.performance?.score ?? null;
  if (score === null) throw new Problem(`Lighthouse could not score ${result.finalDisplayedUrl}.`);
  return Math.round(score * 100);
}

function readFigure({ audits, finalDisplayedUrl }: MeasuredLoad, id: string): number {
  const figure = audits[id]?.numericValue;
  if (figure === undefined) throw new Problem(`Lighthouse has no ${id} of ${finalDisplayedUrl}.`);
  return figure;
}

function listOpportunities({ audits }: MeasuredLoad): string[] {
  return Object.values(audits).flatMap(({ id, title, displayValue, metricSavings }) => {
    const savings = Object.entries(metricSavings ?? {}).flatMap(([metric, value = 0]) =>
      value > 0 ? [`${metric} ${Number(value.toFixed(3))}`] : [],
    );
    if (savings.length === 0) return [];
    return [`${id}: ${title}${displayValue ? ` (${displayValue})` : ""}; saves ${savings.join(", ")}`];
  });
}

const columns = ["name", "score", "aim", "LCP ms", "TBT ms", "CLS", "CPU", "scores"];

export function toScoreTable(pages: readonly PageScores[]): string {
  const table = alignColumns([columns, ...pages.map(toCells)], new Set(["name", "scores"]));
  const toMend = pages.flatMap(({ row, opportunities }) =>
    opportunities.map((opportunity) => `${row.name}: ${opportunity}`),
  );
  return [table, ...toMend].join("\n");
}

function toCells({ row, scores }: PageScores): string[] {
  const { name, value, lcpMs, tbtMs, cls, benchmarkIndex } = row;
  return [
    name,
    value.toFixed(0),
    String(aim),
    String(lcpMs),
    String(tbtMs),
    cls.toFixed(3),
    String(benchmarkIndex),
    scores.join(" "),
  ];
}
