import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import "./provided";

export type TestDatabase = {
  /** On a Neon host where the project tests Neon's driver; then NEON_WS_PROXY leads to the real server. */
  url: string;
  neonWsProxy: string | undefined;
  drop(): Promise<void>;
};

/** A database of its own for one test file: migrated, empty. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(inject("database").template);
}

/** One that no migration has touched. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom("template0");
}

async function createFrom(template: string): Promise<TestDatabase> {
  const { adminUrl, neonWsProxy } = inject("database");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await runAsAdmin(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  if (neonWsProxy !== null) url.host = "ep-test.neon.tech:5432";
  return {
    url: url.href,
    neonWsProxy: neonWsProxy ?? undefined,
    drop: () => runAsAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runAsAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
