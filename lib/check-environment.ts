import "server-only";
import { isOnVercel, readEnv } from "./env";

/**
 * Ends a self-hosted server whose environment is faulty: a throw would leave one that prints Ready and answers
 * 500. On Vercel proxy.ts answers 503 instead, and /api/health names the faults.
 */
export function checkEnvironment(): void {
  const environment = readEnv();
  if (environment.ok) return;
  const lines = environment.problems.map((problem) => `  - ${problem}`);
  process.stderr.write(`The portal can't start: its environment is faulty.\n${lines.join("\n")}\n`);
  if (!isOnVercel()) process.exit(1);
}
