import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { rootDir } from "../stack/settings";

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const PlaywrightSpec = z.object({
  file: z.string(),
  line: z.number(),
  title: z.string(),
  ok: z.boolean(),
  tests: z.array(
    z.object({ results: z.array(z.object({ errors: z.array(z.object({ message: z.string() })) })) }),
  ),
});
const PlaywrightSuite = z.object({
  specs: z.array(PlaywrightSpec),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
});
const PlaywrightReport = z.object({ suites: z.array(PlaywrightSuite) });

/**
 * A line for each test that failed, with the first words of why: a long run is read from its end.
 * @param report what vitest's json reporter wrote, null when it wrote nothing
 */
export function listVitestFailures(report: string | null): string[] {
  return (
    parse(VitestReport, report)?.testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(rootDir, name);
      const failed = assertionResults.filter(({ status }) => status === "failed");
      // The file itself: an import or a hook that threw, before any test could.
      if (failed.length === 0 && message !== "") return [toLine(file, [message])];
      return failed.map((test) => toLine(`${file} › ${test.fullName}`, test.failureMessages ?? []));
    }) ?? []
  );
}

/** @param report what Playwright's json reporter wrote, null when it wrote nothing */
export function listPlaywrightFailures(report: string | null): string[] {
  return (parse(PlaywrightReport, report)?.suites ?? [])
    .flatMap(listSpecs)
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return toLine(
        `e2e/${file}:${line} › ${title}`,
        errors.map(({ message }) => message),
      );
    });
}

function listSpecs({
  specs,
  suites = [],
}: z.infer<typeof PlaywrightSuite>): z.infer<typeof PlaywrightSpec>[] {
  return [...specs, ...suites.flatMap(listSpecs)];
}

function toLine(test: string, [message = "no reason given"]: readonly string[]): string {
  const [words = ""] = stripVTControlCharacters(message).trim().split("\n");
  return `${test}: ${words.slice(0, 300)}`;
}

function parse<Report>(schema: z.ZodType<Report>, text: string | null): Report | null {
  try {
    return schema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}
