import { parseArgs } from "node:util";
import { examineEnv, type Env, type EnvName } from "@/lib/env";
import { Problem } from "../stack/problem";

export type ErasureOptions = { groupId: string; isDryRun: boolean };

const usage = "Usage: npm run group:erase -- --group=group_… [--dry-run]";

function parse(args: string[]) {
  const options = {
    group: { type: "string", multiple: true },
    "dry-run": { type: "boolean", default: false },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Problem(usage, { cause });
  }
}

/** One group by its whole id: what is erased does not come back. @throws Problem for anything else */
export function readErasureOptions(args: string[]): ErasureOptions {
  const { group = [], "dry-run": isDryRun } = parse(args);
  const [groupId = "", ...others] = group.map((id) => id.trim());
  if (groupId === "" || others.length > 0) throw new Problem(usage);
  return { groupId, isDryRun };
}

const needed = new Set<EnvName>(["DATABASE_URL", "NEON_WS_PROXY"]);

/** The portal's other variables may be somewhere else. @throws Problem naming what is missing or faulty */
export function readErasureEnv(
  source: Record<string, string | undefined>,
): Pick<Env, "DATABASE_URL" | "NEON_WS_PROXY"> {
  const { problems, sound } = examineEnv(source);
  const ours = problems.filter(({ variable }) => needed.has(variable)).map(({ message }) => message);
  const { DATABASE_URL, NEON_WS_PROXY } = sound;
  if (ours.length === 0 && DATABASE_URL) return { DATABASE_URL, NEON_WS_PROXY };
  throw new Problem(`Nothing was erased. This needs the portal's own DATABASE_URL:\n${ours.join("\n")}`);
}
