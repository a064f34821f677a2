import { parseArgs } from "node:util";
import type { Env } from "@/lib/env";
import { readNeededEnv } from "../stack/needed-env";
import { Problem } from "../stack/problem";
import { findUnknownArgument } from "../stack/unknown-argument";

export const help = `Usage: npm run group:erase -- --group=group_… [--dry-run]

Erases a group that has left: every row that names it, but for the audit log's, which nobody can change.
One transaction erases all of it or nothing; a group that is connected is refused. What is erased does not come back.
It needs the portal's own DATABASE_URL in its environment, and nothing else; see docs/retention.md.

  --group=ID  The group's whole id, as Increase has it.
  --dry-run   Says by table what would be erased, and changes nothing.
  --help      Prints this.

Exit status: 0 nothing is left to do, 1 nothing was erased, or something is left to do; it says which.
`;

const options = {
  group: { type: "string", multiple: true },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export type ErasureOptions = { groupId: string; isDryRun: boolean };

function refused(words: string, cause?: unknown): Problem {
  return new Problem(`${words} Nothing was erased.\n\n${help}`, { cause });
}

function parse(args: string[]) {
  const unknown = findUnknownArgument(args, options);
  if (unknown !== undefined) throw refused(`${unknown} is not known.`);
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw refused(`This was not understood: ${args.join(" ")}.`, cause);
  }
}

/** One group by its whole id, or null where help is asked for. @throws Problem for anything else */
export function readErasureOptions(args: string[]): ErasureOptions | null {
  const { group = [], "dry-run": isDryRun, help: isHelp } = parse(args);
  if (isHelp) return null;
  const [groupId = "", ...others] = group.map((id) => id.trim());
  if (groupId === "") throw refused("--group is missing.");
  if (others.length > 0) throw refused("--group names more than one group.");
  return { groupId, isDryRun };
}

/** @throws Problem naming what is missing or faulty */
export function readErasureEnv(
  source: Record<string, string | undefined>,
): Pick<Env, "DATABASE_URL" | "NEON_WS_PROXY"> {
  const { DATABASE_URL, NEON_WS_PROXY } = readNeededEnv(source, ["DATABASE_URL"], "Nothing was erased.");
  return { DATABASE_URL, NEON_WS_PROXY };
}
