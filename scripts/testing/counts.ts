import { z } from "zod";

/** `failures`: a line for each test that failed, where a suite knows their names. */
export type Counts = { passed: number; failed: number; failures?: readonly string[] };

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** @param report what vitest's json reporter wrote, null when it wrote nothing */
export function countVitest(report: string | null, exitCode: number | null): Counts {
  const parsed = VitestReport.safeParse(parseJson(report));
  if (!parsed.success) return { passed: 0, failed: 1 };
  return judge({ passed: parsed.data.numPassedTests, failed: parsed.data.numFailedTests }, exitCode);
}

/** @param report what Playwright's json reporter wrote, null when it wrote nothing */
export function countPlaywright(report: string | null, exitCode: number | null): Counts {
  const parsed = PlaywrightReport.safeParse(parseJson(report));
  if (!parsed.success) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = parsed.data.stats;
  return judge({ passed: expected, failed: unexpected + flaky }, exitCode);
}

export function sumCounts(list: readonly Counts[]): Counts {
  return {
    passed: list.reduce((sum, { passed }) => sum + passed, 0),
    failed: list.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** A run that executed nothing, or failed outside of its tests, is a failure too. */
function judge({ passed, failed }: Counts, exitCode: number | null): Counts {
  const isSound = failed > 0 || (exitCode === 0 && passed > 0);
  return { passed, failed: isSound ? failed : 1 };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
