import { DrizzleQueryError } from "drizzle-orm/errors";
import { runMigrations } from "@/db/migrate";
import { runCommand } from "./stack/command";
import { Problem } from "./stack/problem";

await runCommand(async () => {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, NEON_WS_PROXY: neonWsProxy } = process.env;
  if (!DATABASE_URL)
    throw new Problem(
      "Set DATABASE_URL to the database to migrate. The demo, dev and tests migrate their own.",
    );
  const portal = readUrl("DATABASE_URL", DATABASE_URL);
  const owner = MIGRATION_DATABASE_URL ? readUrl("MIGRATION_DATABASE_URL", MIGRATION_DATABASE_URL) : portal;
  if (owner.pathname !== portal.pathname) {
    throw new Problem(
      `MIGRATION_DATABASE_URL names the database ${owner.pathname.slice(1)}, DATABASE_URL ${portal.pathname.slice(1)}. Nothing was changed; they have to name the same one.`,
    );
  }
  try {
    await runMigrations({ url: owner.href, neonWsProxy, portalRole: findOtherRole(owner, portal) });
  } catch (cause) {
    throw new Problem(`The database could not be migrated: ${describe(cause)}`, { cause });
  }
  process.stdout.write("The database is up to date.\n");
  return 0;
});

function readUrl(name: string, value: string): URL {
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return new URL(value);
  throw new Problem(`${name} is no postgres:// URL. Nothing was changed.`);
}

/** The portal's role, if another one owns the tables. */
function findOtherRole(owner: URL, portal: URL): string | null {
  return portal.username === "" || portal.username === owner.username
    ? null
    : decodeURIComponent(portal.username);
}

/** PostgreSQL's own words: drizzle's tell which statement failed, and not why. */
function describe(cause: unknown): string {
  const deepest = cause instanceof DrizzleQueryError && cause.cause ? cause.cause : cause;
  return deepest instanceof Error ? deepest.message : "for an unknown reason";
}
