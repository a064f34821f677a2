import { z } from "zod";

const Mutant = z.object({
  status: z.enum([
    "Killed",
    "Timeout",
    "Survived",
    "NoCoverage",
    "Ignored",
    "CompileError",
    "RuntimeError",
    "Pending",
  ]),
  mutatorName: z.string(),
  replacement: z.string().optional(),
  location: z.object({ start: z.object({ line: z.number(), column: z.number() }) }),
});
type Mutant = z.infer<typeof Mutant>;

/** https://github.com/stryker-mutator/mutation-testing-elements, as far as it is read here. */
const Report = z.object({ files: z.record(z.string(), z.object({ mutants: z.array(Mutant) })) });

export type FileScore = {
  path: string;
  mutants: number;
  killed: number;
  /** A comment beside it says why nothing can tell it from the code. */
  explained: number;
  /** What no test noticed, a line each. */
  survivors: string[];
};

function isKilled({ status }: Mutant): boolean {
  return status === "Killed" || status === "Timeout";
}

function describe(path: string, { mutatorName, replacement, location }: Mutant): string {
  return `${path}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement ?? ""}`;
}

/**
 * What Stryker's JSON says of each file. A mutant that could not be run counts as one that nothing noticed.
 * @throws ZodError for what is no such report
 */
export function parseMutationReport(json: string): FileScore[] {
  const { files } = Report.parse(JSON.parse(json));
  return Object.entries(files).map(([path, { mutants }]) => {
    const counted = mutants.filter(({ status }) => status !== "Ignored");
    const survivors = counted.filter((mutant) => !isKilled(mutant));
    return {
      path,
      mutants: counted.length,
      killed: counted.length - survivors.length,
      explained: mutants.length - counted.length,
      survivors: survivors.map((mutant) => describe(path, mutant)),
    };
  });
}
