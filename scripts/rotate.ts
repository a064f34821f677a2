import { v7 as uuidv7 } from "uuid";
import { openDatabase, type Database } from "@/db/client";
import { createVault, type Vault } from "@/lib/vault";
import { rotateTokens, type Rotation } from "@/lib/vault/rotate-tokens";
import { readRotationOptions, readVaultEnv, type RotationOptions } from "./rotation/options";
import { createProgress } from "./rotation/progress";
import { describeRotation, isComplete } from "./rotation/words";
import { runCommand } from "./stack/command";
import { Problem } from "./stack/problem";

await runCommand(async (_keeper, args) => {
  const options = readRotationOptions(args);
  const env = readVaultEnv(process.env);
  const vault = createVault(env.TOKEN_KEYS);
  const [first, ...others] = vault.keyIds;
  process.stdout.write(
    `${[`${first} seals`, ...others.map((keyId) => `${keyId} opens`)].join(", ")}. Every instance of the portal has to know ${first} by now.\n`,
  );
  const db = openDatabase({ url: env.DATABASE_URL, neonWsProxy: env.NEON_WS_PROXY });
  try {
    const rotation = await rotate(db, vault, options);
    const told = { ...options, keyIds: vault.keyIds };
    process.stdout.write(`${describeRotation(rotation, told).join("\n")}\n`);
    return isComplete(rotation, told) ? 0 : 1;
  } finally {
    await db.close();
  }
});

async function rotate(db: Database, vault: Vault, { isDryRun }: RotationOptions): Promise<Rotation> {
  const progress = createProgress();
  const context = {
    db,
    vault,
    now: () => new Date(),
    actor: { kind: "system" },
    requestId: uuidv7(),
    source: { ipAddress: null, userAgent: "tokens:rotate" },
  } as const;
  try {
    return await rotateTokens(context, { isDryRun, onProgress: progress.show });
  } catch (cause) {
    throw new Problem(
      `The run was cut off: ${describe(cause)}. No token is lost; run this again, and it goes on with what is left.`,
      { cause },
    );
  } finally {
    progress.end();
  }
}

/** The deepest reason alone: drizzle's own words hold the values of the statement, sealed texts among them. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "for an unknown reason";
  return error.cause instanceof Error ? describe(error.cause) : error.message;
}
