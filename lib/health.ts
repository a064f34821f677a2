import "server-only";
import { pingDatabase } from "@/db/queries/ping";
import { findMissingColumns } from "@/db/queries/schema-check";
import { readEnv } from "./env";
import { readRequestId } from "./http/request-id";
import { services } from "./services";

export type Health = { status: "ok" } | { status: "down"; down: string[] };

/** What keeps the portal from answering: variables of the environment by name, or the database. */
export async function readHealth(): Promise<Health> {
  const environment = readEnv();
  if (!environment.ok) return { status: "down", down: environment.problems };
  try {
    await pingDatabase(services().db);
    return { status: "ok" };
  } catch (error) {
    services().log.error({ err: error, requestId: await readRequestId() }, "the database does not answer");
    return { status: "down", down: ["database"] };
  }
}

export type Readiness = { status: "ready" } | { status: "not_ready"; waiting: string[] };

/** What this version waits for: a sound environment, the database, and every table and column that it knows. */
export async function readReadiness(): Promise<Readiness> {
  const environment = readEnv();
  if (!environment.ok) return { status: "not_ready", waiting: environment.problems };
  const { db, log } = services();
  const requestId = await readRequestId();
  try {
    const missing = await findMissingColumns(db);
    if (missing.length === 0) return { status: "ready" };
    log.warn({ requestId, missing: missing.slice(0, 20) }, "the database is older than this version");
    return { status: "not_ready", waiting: ["migrations"] };
  } catch (error) {
    log.error({ err: error, requestId }, "the database does not answer");
    return { status: "not_ready", waiting: ["database"] };
  }
}
