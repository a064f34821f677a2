import { runMigrations } from "@/db/migrate";
import { runCommand } from "./stack/command";
import { Problem } from "./stack/problem";

await runCommand(async () => {
  const {
    DATABASE_URL: portalUrl,
    MIGRATION_DATABASE_URL: ownerUrl,
    NEON_WS_PROXY: neonWsProxy,
  } = process.env;
  if (!portalUrl)
    throw new Problem(
      "Set DATABASE_URL to the database to migrate. The demo, dev and tests migrate their own.",
    );
  const url = ownerUrl || portalUrl;
  await runMigrations({ url, neonWsProxy, portalRole: findOtherRole(url, portalUrl) });
  process.stdout.write("The database is up to date.\n");
  return 0;
});

/** The portal's role, if another one owns the tables. */
function findOtherRole(ownerUrl: string, portalUrl: string): string | null {
  const [owner, portal] = [new URL(ownerUrl).username, new URL(portalUrl).username];
  return portal === "" || portal === owner ? null : decodeURIComponent(portal);
}
