import { v7 as uuidv7 } from "uuid";
import { openDatabase, type Database } from "@/db/client";
import { eraseGroup, type Erasure } from "@/lib/connections";
import { AppError } from "@/lib/errors";
import { readErasureEnv, readErasureOptions, type ErasureOptions } from "./erasure/options";
import { describeErasure, isComplete } from "./erasure/words";
import { runCommand } from "./stack/command";
import { Problem } from "./stack/problem";

await runCommand(async (_keeper, args) => {
  const options = readErasureOptions(args);
  const env = readErasureEnv(process.env);
  const db = openDatabase({ url: env.DATABASE_URL, neonWsProxy: env.NEON_WS_PROXY });
  try {
    const erasure = await erase(db, options);
    process.stdout.write(`${describeErasure(erasure, options).join("\n")}\n`);
    return isComplete(erasure) ? 0 : 1;
  } finally {
    await db.close();
  }
});

async function erase(db: Database, options: ErasureOptions): Promise<Erasure> {
  const context = {
    db,
    now: () => new Date(),
    actor: { kind: "system" },
    requestId: uuidv7(),
    source: { ipAddress: null, userAgent: "group:erase" },
  } as const;
  try {
    return await eraseGroup(context, options);
  } catch (cause) {
    if (cause instanceof AppError) throw new Problem(cause.safeMessage, { cause });
    throw new Problem(`Nothing was erased: ${describe(cause)}. Run this again.`, { cause });
  }
}

/** The deepest reason alone: drizzle's own words hold the whole statement. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "for an unknown reason";
  return error.cause instanceof Error ? describe(error.cause) : error.message;
}
