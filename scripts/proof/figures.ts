import { appendFileSync } from "node:fs";
import { z } from "zod";

const Bound = z.union([
  z.object({ is: z.number() }),
  z.object({ atLeast: z.number() }),
  z.object({ atMost: z.number() }),
]);
export type Bound = z.infer<typeof Bound>;

export const Figure = z.object({ suite: z.string(), name: z.string(), value: z.number(), bound: Bound });
export type Figure = z.infer<typeof Figure>;

export function isMet({ value, bound }: Figure): boolean {
  if ("is" in bound) return value === bound.is;
  return "atLeast" in bound ? value >= bound.atLeast : value <= bound.atMost;
}

const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

export function describeValue(value: number): string {
  return number.format(value);
}

export function describeBound(bound: Bound): string {
  if ("is" in bound) return `= ${describeValue(bound.is)}`;
  return "atLeast" in bound ? `≥ ${describeValue(bound.atLeast)}` : `≤ ${describeValue(bound.atMost)}`;
}

/**
 * Keeps a figure for the report, and holds it to its bound: what the report shows is what was checked.
 * @throws Error where the bound is not met
 */
export function recordFigure(figure: Figure, file: string | null): void {
  if (file !== null) appendFileSync(file, `${JSON.stringify(figure)}\n`);
  if (isMet(figure)) return;
  const { suite, name, value, bound } = figure;
  throw new Error(`${suite}: ${name} is ${describeValue(value)}, but has to be ${describeBound(bound)}`);
}

export function parseFigures(lines: string): Figure[] {
  const written = lines.split("\n").filter((line) => line !== "");
  return written.map((line) => Figure.parse(JSON.parse(line)));
}
