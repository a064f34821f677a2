import { runMigrations } from "@/db/migrate";
import { runCommand } from "./stack/command";
import { Problem } from "./stack/problem";

await runCommand(async () => {
  const { DATABASE_URL: url, NEON_WS_PROXY: neonWsProxy } = process.env;
  if (!url)
    throw new Problem(
      "Set DATABASE_URL to the database to migrate. The demo, dev and tests migrate their own.",
    );
  await runMigrations(url, neonWsProxy);
  process.stdout.write("The database is up to date.\n");
  return 0;
});
