import "server-only";
import { isLoopback } from "../../env";
import type { DatabaseAnswer } from "../ask-database";
import type { Check } from "../check";
import type { Doctor } from "../doctor";
import { checked, lacking, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const { why, how } = adviceOn.DATABASE_URL;
type Facts = Extract<DatabaseAnswer, { kind: "ready" }>["facts"];

const broken = (code: string, words: { what: string; fix: string; why?: string }): Finding => ({
  code,
  severity: "error",
  why,
  ...words,
});

const migrate =
  "Run `npm run db:migrate` with the DATABASE_URL of this portal, and MIGRATION_DATABASE_URL where another role owns the tables.";

const namedAtMost = 5;

function behind({ lacking: names, missingColumns }: Extract<DatabaseAnswer, { kind: "behind" }>): Finding {
  const columns = missingColumns.slice(0, namedAtMost).join(", ");
  const others = missingColumns.length - namedAtMost;
  const what =
    names.length > 0
      ? `the migrations ${names.join(", ")}`
      : `the columns ${columns}${others > 0 ? ` and ${others} others` : ""}`;
  return broken("database_not_migrated", {
    what: `The database of DATABASE_URL lacks ${what}.`,
    fix: migrate,
  });
}

/** What is wrong with the way to the database. Null where it answers. */
function unreached(answer: DatabaseAnswer): Finding | null {
  if (answer.kind === "login_refused") {
    return broken("database_login_refused", {
      what: "The database refuses the user and password of DATABASE_URL.",
      fix: `Correct the user and the password in DATABASE_URL. ${how}`,
    });
  }
  if (answer.kind === "no_such_database") {
    return broken("database_unknown", {
      what: "The server of DATABASE_URL has no database of that name.",
      fix: `Correct the name at the end of DATABASE_URL, or create that database and run \`npm run db:migrate\`.`,
    });
  }
  if (answer.kind === "not_admitted") {
    return broken("database_not_admitted", {
      what: answer.isInClear
        ? "The database does not admit the user of DATABASE_URL from this host without encryption."
        : "The database does not admit the user of DATABASE_URL from this host.",
      fix: answer.isInClear
        ? "Add ?sslmode=verify-full to DATABASE_URL. If it stays so, add a line for this user, database and host to the server’s pg_hba.conf."
        : "Add a line for this user, database and host to the server’s pg_hba.conf, or allow the user to log in (alter role … login); or correct the user in DATABASE_URL.",
    });
  }
  if (answer.kind === "full") {
    return broken("database_full", {
      what: "The database takes no more connections.",
      fix: "See who holds them (pg_stat_activity). On Neon, use the pooled host in DATABASE_URL; each instance of the portal takes five at most.",
    });
  }
  if (answer.kind === "refused") {
    return broken("database_refused", {
      what: "Something answers at the host of DATABASE_URL, and refuses the portal.",
      fix: `\`npm run doctor -- --verbose\` writes its own words. On Neon, see in its console that the project runs and is within its limits, and that host and database are those of DATABASE_URL. ${how}`,
    });
  }
  return answer.kind === "unreachable"
    ? broken("database_unreachable", {
        what: "Nothing answers at the host of DATABASE_URL, or not as PostgreSQL does.",
        fix: `See that the database runs and that this host may reach it; if so, correct DATABASE_URL. ${how}`,
      })
    : null;
}

function findAccess({ facts, newerMigrations }: Extract<DatabaseAnswer, { kind: "ready" }>): Finding[] {
  const findings: Finding[] = [];
  if (facts.tables_without_rights.length > 0) {
    findings.push(
      broken("database_rights_missing", {
        what: `The role of DATABASE_URL may not read and write ${facts.tables_without_rights.join(", ")}.`,
        fix: "Run `npm run db:migrate` with MIGRATION_DATABASE_URL set to the owner’s address: it grants the role of DATABASE_URL what the portal needs.",
      }),
    );
  }
  if (newerMigrations > 0) {
    findings.push({
      code: "database_newer",
      severity: "warning",
      what: `The database has had ${newerMigrations} ${newerMigrations === 1 ? "migration" : "migrations"} that this version of the portal does not know.`,
      why: "A newer version was released over it: this one may write what that one does not expect.",
      fix: "Deploy the version that the database of DATABASE_URL was last migrated by, or a newer one.",
    });
  }
  return findings;
}

/** Whether it is reached as it should be. The driver follows from the host's name alone. */
export function findTransport(
  url: string,
  { is_neon, is_encrypted }: Pick<Facts, "is_neon" | "is_encrypted">,
): Finding[] {
  const isNeonHost = new URL(url).hostname.endsWith(".neon.tech");
  if (is_neon && !isNeonHost) {
    return [
      {
        code: "neon_by_tcp",
        severity: "warning",
        what: "The database is Neon’s, and DATABASE_URL reaches it under a name that is not under neon.tech.",
        why: "The portal then takes the driver for plain PostgreSQL, whose connections a function that sleeps does not survive.",
        fix: "Set DATABASE_URL to the host that Neon’s console gives, which ends in .neon.tech.",
      },
    ];
  }
  if (isNeonHost || isLoopback(url) || is_encrypted !== false) return [];
  return [
    {
      code: "database_not_encrypted",
      severity: "warning",
      what: "The connection to the database is not encrypted, and leaves this machine.",
      why: "Whoever is on the way reads customers’ ids and the audit log, and may change what is written.",
      fix: "Add ?sslmode=verify-full to DATABASE_URL, and enable TLS at the server.",
    },
  ];
}

async function run({ askDatabase, env, log }: Doctor) {
  const answer = await askDatabase();
  const url = env.DATABASE_URL;
  if (answer.kind === "lacking" || url === undefined) return lacking("DATABASE_URL");
  if ("cause" in answer) log.warn({ err: answer.cause }, "the database could not be asked");
  const fault = unreached(answer);
  if (fault !== null) return checked([fault]);
  if (answer.kind === "behind") return checked([behind(answer), ...findTransport(url, answer.facts)]);
  if (answer.kind !== "ready") return lacking("DATABASE_URL");
  const notes = answer.facts.may_read_migrations
    ? []
    : ["Its role may not read which migrations were applied; all tables and columns are there."];
  return checked([...findAccess(answer), ...findTransport(url, answer.facts)], notes);
}

export const database: Check = {
  id: "database",
  title: "Database",
  whenWell: "The database is reached by the right driver, is migrated, and lets the portal do its work.",
  run,
};
