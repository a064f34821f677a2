import { parseArgs } from "node:util";
import type { Env } from "@/lib/env";
import { readNeededEnv } from "../stack/needed-env";
import { Problem } from "../stack/problem";
import { findUnknownArgument } from "../stack/unknown-argument";

export const help = `Usage: npm run tokens:rotate -- [--dry-run]

Seals every stored token, and the bank data that is kept, anew with the first key of TOKEN_KEYS, while
the portal serves, and says when an old key may go. It needs TOKEN_KEYS, exactly as the portal has it, and
DATABASE_URL. It may be stopped and run again at any moment. The whole rotation is in docs/rotation.md.

  --dry-run  Says what is sealed with which key, and what can't be opened. Changes nothing.
  --help     Prints this.

Exit status: 0 every row is sealed with the first key (a dry run: every row opens), 1 something is left:
rows that can't be opened, a first key that is not the portal's, a run that was cut off; 2 it could not begin.
`;

const options = {
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export type RotationOptions = { isDryRun: boolean; isHelp: boolean };

const longestWord = 24;

/** Attack: a key or a URL with its password, typed as an argument, in the log of who runs this. */
function nameOf(word: string): string {
  const [name = ""] = word.split(/[=:]/);
  if (name.length > longestWord) return `${name.slice(0, 8)}…`;
  return name === word ? name : `${word.slice(0, name.length + 1)}…`;
}

/** @throws Problem for words it does not know */
export function readRotationOptions(args: string[]): RotationOptions {
  // No option of this takes a value.
  const unknown = findUnknownArgument(args, options) ?? args.find((word) => word.includes("="));
  if (unknown !== undefined)
    throw new Problem(`${nameOf(unknown)} is not known. Nothing was changed.\n\n${help}`);
  const { "dry-run": isDryRun, help: isHelp } = parseArgs({ args, options }).values;
  return { isDryRun, isHelp };
}

/** What opens the vault. @throws Problem naming what is missing or faulty */
export function readVaultEnv(
  source: Record<string, string | undefined>,
): Pick<Env, "TOKEN_KEYS" | "DATABASE_URL" | "NEON_WS_PROXY"> {
  const needed = ["TOKEN_KEYS", "DATABASE_URL"] as const;
  const { TOKEN_KEYS, DATABASE_URL, NEON_WS_PROXY } = readNeededEnv(source, needed, "Nothing was changed.");
  return { TOKEN_KEYS, DATABASE_URL, NEON_WS_PROXY };
}
