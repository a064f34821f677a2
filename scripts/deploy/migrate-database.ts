import { DrizzleQueryError } from "drizzle-orm/errors";
import { requireOwnOfPreview, runMigrations, type Deployment } from "@/db/migrate";
import { Problem } from "../stack/problem";

/** @throws Problem naming the variable that is wrong, or in PostgreSQL's own words why it could not be done */
export async function migrateDatabase(
  source: NodeJS.ProcessEnv,
  deployment: Deployment | null = null,
): Promise<void> {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, NEON_WS_PROXY: neonWsProxy } = source;
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
  const portalRole = findOtherRole(owner, portal);
  try {
    // The owner's address is looked at by the migration itself.
    if (deployment === "preview" && owner !== portal)
      await requireOwnOfPreview({ url: portal.href, neonWsProxy });
    await runMigrations({ url: owner.href, neonWsProxy, portalRole, deployment });
  } catch (cause) {
    throw new Problem(`The database could not be migrated: ${describe(cause)}`, { cause });
  }
}

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
