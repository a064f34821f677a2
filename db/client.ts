import "server-only";
import { attachDatabasePool } from "@vercel/functions";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle as drizzleNeon } from "drizzle-orm/neon-serverless";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { neonConfig, Pool as NeonPool, type PoolClient as NeonPoolClient } from "@neondatabase/serverless";
import { Pool as PgPool, type PoolClient as PgPoolClient } from "pg";
import { WebSocket } from "ws";
import * as schema from "./schema";

/** The database or an open transaction: queries take either. */
export type Executor = PgDatabase<PgQueryResultHKT, typeof schema>;

export type Database = Executor & { close(): Promise<void> };

export type Transaction = Parameters<Parameters<Executor["transaction"]>[0]>[0];

export type DatabaseOptions = {
  url: string;
  /** `host:port` of a WebSocket→TCP proxy that stands in for Neon's own. */
  neonWsProxy?: string | undefined;
  /** Told of a connection that dropped while idle; the pool has already let go of it. */
  onIdleError?: (error: Error) => void;
  maxConnections?: number;
  /** How long a statement may take. Without it one that waits for a lock would hold its connection for ever. */
  queryTimeoutMs?: number;
};

/** Every statement of the portal is done in far less, unless it waits for a lock. */
export const longestStatementMs = 15_000;

const drizzleOptions = { schema, casing: "snake_case" } as const;
const poolLimits = { idleTimeoutMillis: 10_000, connectionTimeoutMillis: 10_000 };

export function isNeonHost(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.endsWith(".neon.tech");
}

/** Fails as a query does, so that what can't be connected to is told from what a caller did wrong. */
async function connectTo<Client>(pool: { connect(): Promise<Client> }): Promise<Client> {
  try {
    return await pool.connect();
  } catch (error) {
    const cause = error instanceof Error ? error : new Error("no connection", { cause: error });
    throw new DrizzleQueryError("begin", [], cause);
  }
}

/**
 * drizzle's own transaction never gives back a connection whose `begin` fails: a few of those, and the pool is
 * empty until a restart.
 */
function transactionOn<Client extends { release(destroy?: boolean): void }>(
  pool: { connect(): Promise<Client> },
  open: (client: Client) => Executor,
): Executor["transaction"] {
  return async (work, config) => {
    const client = await connectTo(pool);
    try {
      const result = await open(client).transaction(work, config);
      client.release();
      return result;
    } catch (error) {
      // It may still be in the middle of a statement, or of a transaction that could not be undone.
      client.release(true);
      throw error;
    }
  };
}

/** Opens a pool with the driver that the URL's host asks for: Neon's for a Neon host, `pg` for any other. */
export function openDatabase(options: DatabaseOptions): Database {
  return isNeonHost(options.url) ? openNeon(options) : openPg(options);
}

export function openPg({ url, onIdleError, maxConnections = 5, queryTimeoutMs }: DatabaseOptions) {
  const limits = { max: maxConnections, query_timeout: queryTimeoutMs, ...poolLimits };
  const pool = new PgPool({ connectionString: url, ...limits });
  // Without a listener a connection that drops while idle ends the process.
  pool.on("error", (error) => onIdleError?.(error));
  // The pool listens while a connection is idle; one that drops between two statements must not end it either.
  pool.on("connect", (client) => client.on("error", () => undefined));
  attachDatabasePool(pool);
  const transaction = transactionOn<PgPoolClient>(pool, (client) => drizzlePg(client, drizzleOptions));
  return Object.assign(drizzlePg(pool, drizzleOptions), { transaction, close: () => pool.end() });
}

export function openNeon(options: DatabaseOptions) {
  const { url, neonWsProxy, onIdleError, maxConnections = 5, queryTimeoutMs } = options;
  neonConfig.webSocketConstructor = WebSocket;
  if (neonWsProxy !== undefined) {
    neonConfig.wsProxy = (host, port) => `${neonWsProxy}/v1?address=${host}:${port}`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  const limits = { max: maxConnections, query_timeout: queryTimeoutMs, ...poolLimits };
  const pool = new NeonPool({ connectionString: url, ...limits });
  pool.on("error", (error: Error) => onIdleError?.(error));
  pool.on("connect", (client: NeonPoolClient) => client.on("error", () => undefined));
  attachDatabasePool(pool);
  const transaction = transactionOn<NeonPoolClient>(pool, (client) => drizzleNeon(client, drizzleOptions));
  return Object.assign(drizzleNeon(pool, drizzleOptions), { transaction, close: () => pool.end() });
}
