import type { ChartDays } from "@/lib/time-zone";

export const chartDays = [7, 30, 90] as const satisfies readonly ChartDays[];

/** The address of the page with each of the ranges, all else as it is, and without a fragment. */
export type ChartHrefs = Record<ChartDays, string>;
