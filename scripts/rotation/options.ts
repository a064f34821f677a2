import { parseArgs } from "node:util";
import { examineEnv, type Env, type EnvName } from "@/lib/env";
import { Problem } from "../stack/problem";

export type RotationOptions = { isDryRun: boolean };

/** @throws Problem for words it does not know */
export function readRotationOptions(args: string[]): RotationOptions {
  try {
    const { values } = parseArgs({ args, options: { "dry-run": { type: "boolean", default: false } } });
    return { isDryRun: values["dry-run"] };
  } catch (cause) {
    throw new Problem("Usage: npm run tokens:rotate -- [--dry-run]", { cause });
  }
}

/** What opens the vault. The portal's other secrets may be somewhere else. */
const needed = new Set<EnvName>(["DATABASE_URL", "TOKEN_KEYS", "NEON_WS_PROXY"]);

export type VaultEnv = Pick<Env, "DATABASE_URL" | "TOKEN_KEYS" | "NEON_WS_PROXY">;

/** @throws Problem naming what is missing or faulty */
export function readVaultEnv(source: Record<string, string | undefined>): VaultEnv {
  const { problems, sound } = examineEnv(source);
  const ours = problems.filter(({ variable }) => needed.has(variable)).map(({ message }) => message);
  const { DATABASE_URL, TOKEN_KEYS, NEON_WS_PROXY } = sound;
  if (ours.length === 0 && DATABASE_URL && TOKEN_KEYS) return { DATABASE_URL, TOKEN_KEYS, NEON_WS_PROXY };
  throw new Problem(
    `Nothing was changed. This needs the portal's own TOKEN_KEYS and DATABASE_URL:\n${ours.join("\n")}`,
  );
}
