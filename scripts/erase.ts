import { v7 as uuidv7 } from "uuid";
import { openDatabase, type Database } from "@/db/client";
import { eraseGroup, type Erasure } from "@/lib/connections";
import { AppError } from "@/lib/errors";
import { help, readErasureEnv, readErasureOptions, type ErasureOptions } from "./erasure/options";
import { describeErasure, isComplete } from "./erasure/words";
import { runCommand } from "./stack/command";
import { describeDatabaseFailure } from "./stack/database-words";
import { Problem } from "./stack/problem";

await runCommand(async (_keeper, args) => {
  const options = readErasureOptions(args);
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
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
    const { why, remedy } = describeDatabaseFailure(cause);
    throw new Problem(`Nothing was erased: ${why}. ${remedy}`, { cause });
  }
}
