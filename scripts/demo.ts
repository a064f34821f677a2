import { relative } from "node:path";
import { failWhenOneEnds } from "./stack/child";
import { runCommand } from "./stack/command";
import type { Keeper } from "./stack/keeper";
import { readSettings } from "./stack/settings";
import { startStack } from "./stack/stack";

// Ctrl-C is how a demo ends, not a failure.
await runCommand(demo, { exitCodeOnSignal: 0 });

async function demo(keeper: Keeper): Promise<number> {
  const { dataDir, ...ports } = readSettings(process.env);
  const { urls, children, postgresRoot, logDir } = await startStack(
    keeper,
    { dataDir, ...ports },
    "production",
  );
  process.stdout.write(`
Portal ready at ${urls.portal}

  Open it, press "Continue with Increase", choose a company and approve.
  The staff's side is ${urls.portal}/admin: sign in there as Olivia Brandt, the first owner.
  The simulated Increase has a page of its own: ${urls.simulator}
  Data: ${show(dataDir)} (kept for the next start; delete it to start afresh). Logs: ${show(logDir)}
`);
  if (postgresRoot !== dataDir) {
    process.stdout.write(
      `  PostgreSQL's files: ${postgresRoot} (its user can't enter ${dataDir}; to start afresh, delete both)\n`,
    );
  }
  process.stdout.write("  Ctrl-C ends everything.\n");
  return failWhenOneEnds(children);
}

function show(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}
