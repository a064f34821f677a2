import { v7 as uuidv7 } from "uuid";
import { openDatabase, type Database } from "@/db/client";
import { createVault, type Vault } from "@/lib/vault";
import { rotateTokens, type Rotation } from "@/lib/vault/rotate-tokens";
import { describeFailedRun } from "./rotation/failure";
import { help, readRotationOptions, readVaultEnv, type RotationOptions } from "./rotation/options";
import { startRotationProgress } from "./rotation/progress";
import { describeRotation, isComplete } from "./rotation/words";
import { runCommand } from "./stack/command";
import { describeFailure, Problem } from "./stack/problem";

type Run = { hasBegun: boolean };
const exitCodes = { well: 0, left: 1, notRun: 2 } as const;

await runCommand(async (_keeper, args) => {
  const run: Run = { hasBegun: false };
  try {
    return await runRotation(readRotationOptions(args), run);
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    return run.hasBegun ? exitCodes.left : exitCodes.notRun;
  }
});

async function runRotation(options: RotationOptions, run: Run): Promise<number> {
  if (options.isHelp) {
    process.stdout.write(help);
    return exitCodes.well;
  }
  const env = readVaultEnv(process.env);
  const vault = createVault(env.TOKEN_KEYS);
  const [first, ...others] = vault.keyIds;
  process.stdout.write(
    `${[`${first} seals`, ...others.map((keyId) => `${keyId} opens`)].join(", ")}. Every instance of the portal has to know ${first} by now.\n`,
  );
  const db = openDatabase({ url: env.DATABASE_URL, neonWsProxy: env.NEON_WS_PROXY });
  try {
    const rotation = await rotate(db, vault, options, run);
    const told = { ...options, keyIds: vault.keyIds };
    process.stdout.write(`${describeRotation(rotation, told).join("\n")}\n`);
    return isComplete(rotation, told) ? exitCodes.well : exitCodes.left;
  } finally {
    await db.close();
  }
}

async function rotate(
  db: Database,
  vault: Vault,
  { isDryRun }: RotationOptions,
  run: Run,
): Promise<Rotation> {
  const progress = startRotationProgress();
  const context = {
    db,
    vault,
    now: () => new Date(),
    actor: { kind: "system" },
    requestId: uuidv7(),
    source: { ipAddress: null, userAgent: "tokens:rotate" },
  } as const;
  const onBegin = () => void (run.hasBegun = true);
  try {
    return await rotateTokens(context, { isDryRun, onBegin, onProgress: progress.show });
  } catch (cause) {
    throw new Problem(describeFailedRun(cause, run), { cause });
  } finally {
    progress.end();
  }
}
