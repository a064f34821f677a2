import "server-only";
import { readEnv } from "./env";

/**
 * Ends a self-hosted server whose environment is faulty: a throw would leave one that prints Ready and answers
 * 500. On Vercel the process is not ours to end: proxy.ts answers 503, and /api/health names the faults.
 */
export function checkEnvironment(): void {
  const environment = readEnv();
  if (environment.ok) return;
  const lines = environment.problems.map((problem) => `  - ${problem}`);
  process.stderr.write(`The portal can't start: its environment is not complete.\n${lines.join("\n")}\n`);
  if (process.env.VERCEL === undefined) process.exit(1);
}
