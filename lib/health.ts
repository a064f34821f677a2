import "server-only";
import { pingDatabase } from "@/db/queries/ping";
import { readEnv } from "./env";
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
    services().log.error({ err: error }, "the database does not answer");
    return { status: "down", down: ["database"] };
  }
}
