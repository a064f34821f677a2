import "server-only";
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  lt,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { validate as isUuid } from "uuid";
import type { Executor } from "../client";
import { connections, connectionTokens, oauthConnections } from "../schema";
import type { ConnectionRow } from "./connections";

/** One line of the staff's list: a connection of ours, or one that only Increase has. */
export type ListedConnection = {
  side: "here" | "increase";
  /** Ours, or Increase's where there is none of ours. */
  id: string;
  groupId: string | null;
  oauthConnectionId: string | null;
  oauthApplicationId: string | null;
  scope: ConnectionRow["scope"] | null;
  /** Ours, or Increase's `active` or `inactive`. */
  state: string | null;
  stateReason: string | null;
  createdAt: Date;
  changedAt: Date;
  missingSince: Date | null;
  lastUsedAt: Date | null;
  lastOkAt: Date | null;
  hasSandboxToken: boolean;
  /** The generation of each token that is kept, null where there is none; without it where it was not asked for. */
  generations: { live: number | null; sandbox: number | null } | null;
};

export type ConnectionFilter = {
  /** A whole id: of a group, of Increase, or of ours. */
  q?: string;
  status?: ConnectionRow["state"] | "only_at_increase" | "only_here";
  oauthApplicationId?: string;
  scope?: ConnectionRow["scope"];
  createdFrom?: Date;
  createdBefore?: Date;
  needsAttention?: boolean;
};

export const connectionSorts = ["created", "changed", "group"] as const;
export type ConnectionOrder = { by: (typeof connectionSorts)[number]; direction: "ascending" | "descending" };
/** Where a page begins: after this line, in the order of the list. */
export type ConnectionPlace = { key: Date | string; side: ListedConnection["side"]; id: string };

type Asked = {
  filter: ConnectionFilter;
  order: ConnectionOrder;
  after: ConnectionPlace | null;
  limit: number;
  /** Two more reads for each line, which are nobody's but those who may act on it. */
  withGenerations?: boolean;
};

const inBytes = (column: PgColumn) => sql`${column} collate "C"`;

const keyHere = {
  created: sql`${connections.connectedAt}`,
  changed: sql`${connections.stateChangedAt}`,
  group: inBytes(connections.groupId),
} as const;
const keyAtIncrease = {
  created: sql`${oauthConnections.createdAt}`,
  changed: sql`coalesce(${oauthConnections.deletedAt}, ${oauthConnections.createdAt})`,
  group: inBytes(oauthConnections.groupId),
} as const;

const parameter = (key: Date | string) =>
  typeof key === "string" ? sql`${key}` : sql`${key.toISOString()}::timestamptz`;

/** Of two lines with one key, ours comes first, whichever way the list runs. */
function isAfterHere({ order, after }: Asked): SQL | undefined {
  if (after === null) return undefined;
  const key = keyHere[order.by];
  const beyond = order.direction === "ascending" ? sql`>` : sql`<`;
  return after.side === "here"
    ? sql`(${key}, ${connections.id}) ${beyond} (${parameter(after.key)}, ${after.id}::uuid)`
    : sql`${key} ${beyond} ${parameter(after.key)}`;
}

function isAfterAtIncrease({ order, after }: Asked): SQL | undefined {
  if (after === null) return undefined;
  const key = keyAtIncrease[order.by];
  const beyond = order.direction === "ascending" ? sql`>` : sql`<`;
  return after.side === "here"
    ? sql`${key} ${beyond}= ${parameter(after.key)}`
    : sql`(${key}, ${inBytes(oauthConnections.id)}) ${beyond} (${parameter(after.key)}, ${after.id})`;
}

/** As the partial index has it, word for word. */
const needsAttention = sql`(${connections.state} = 'needs_reconnect' or (${connections.state} = 'active' and (${connections.oauthConnectionId} is null or ${connections.missingSince} is not null)))`;

function fitsHere(filter: ConnectionFilter): SQL | undefined {
  const { q, status, oauthApplicationId, scope, createdFrom, createdBefore } = filter;
  const ids = [eq(connections.groupId, q ?? ""), eq(connections.oauthConnectionId, q ?? "")];
  if (q !== undefined && isUuid(q)) ids.push(eq(connections.id, q));
  const hasStatus =
    status === "only_here"
      ? and(isNotNull(connections.missingSince), inArray(connections.state, ["active", "needs_reconnect"]))
      : status !== undefined && status !== "only_at_increase"
        ? eq(connections.state, status)
        : undefined;
  return and(
    q === undefined ? undefined : or(...ids),
    hasStatus,
    oauthApplicationId === undefined ? undefined : eq(connections.oauthApplicationId, oauthApplicationId),
    scope && eq(connections.scope, scope),
    createdFrom && gte(connections.connectedAt, createdFrom),
    createdBefore && lt(connections.connectedAt, createdBefore),
    filter.needsAttention ? needsAttention : undefined,
  );
}

function fitsAtIncrease(filter: ConnectionFilter): SQL | undefined {
  const { q, oauthApplicationId, createdFrom, createdBefore } = filter;
  return and(
    sql`not ${oauthConnections.isHeld}`,
    isNotNull(oauthConnections.createdAt),
    isNotNull(oauthConnections.groupId),
    q === undefined ? undefined : or(eq(oauthConnections.id, q), eq(oauthConnections.groupId, q)),
    oauthApplicationId === undefined
      ? undefined
      : eq(oauthConnections.oauthApplicationId, oauthApplicationId),
    createdFrom && gte(oauthConnections.createdAt, createdFrom),
    createdBefore && lt(oauthConnections.createdAt, createdBefore),
    filter.needsAttention ? eq(oauthConnections.status, "active") : undefined,
  );
}

const directionOf = ({ order }: Asked) => (order.direction === "ascending" ? asc : desc);

const none = { live: sql<number | null>`null`, sandbox: sql<number | null>`null` };

/** In the same statement as the line itself: it must not be shown older than what can be done with it. */
function generationsOf(db: Executor): typeof none {
  const of = (environment: "live" | "sandbox") => {
    const { connectionId, generation, environment: side } = connectionTokens;
    const isOf = and(eq(connectionId, connections.id), eq(side, environment));
    return sql<number | null>`${db.select({ generation }).from(connectionTokens).where(isOf)}`;
  };
  return { live: of("live"), sandbox: of("sandbox") };
}

async function listHere(db: Executor, asked: Asked): Promise<ListedConnection[]> {
  if (asked.filter.status === "only_at_increase") return [];
  const inOrder = directionOf(asked);
  const rows = await db
    .select({ ...getTableColumns(connections), ...(asked.withGenerations ? generationsOf(db) : none) })
    .from(connections)
    .where(and(fitsHere(asked.filter), isAfterHere(asked)))
    .orderBy(inOrder(keyHere[asked.order.by]), inOrder(connections.id))
    .limit(asked.limit);
  return rows.map(({ connectedAt: createdAt, stateChangedAt: changedAt, live, sandbox, ...row }) => {
    const generations = asked.withGenerations ? { live, sandbox } : null;
    return Object.assign(row, { side: "here" as const, createdAt, changedAt, generations });
  });
}

async function listAtIncrease(db: Executor, asked: Asked): Promise<ListedConnection[]> {
  const { filter, order, limit } = asked;
  // Increase names no scope, and every other status is one of ours.
  const isAsked = filter.status === undefined || filter.status === "only_at_increase";
  if (!isAsked || filter.scope !== undefined) return [];
  const inOrder = directionOf(asked);
  const rows = await db
    .select()
    .from(oauthConnections)
    .where(and(fitsAtIncrease(filter), isAfterAtIncrease(asked)))
    .orderBy(inOrder(keyAtIncrease[order.by]), inOrder(inBytes(oauthConnections.id)))
    .limit(limit);
  return rows.flatMap(({ id, groupId, oauthApplicationId, status, createdAt, deletedAt }) =>
    createdAt === null
      ? []
      : [
          {
            side: "increase" as const,
            id,
            groupId,
            oauthConnectionId: id,
            oauthApplicationId,
            scope: null,
            state: status,
            stateReason: null,
            createdAt,
            changedAt: deletedAt ?? createdAt,
            missingSince: null,
            lastUsedAt: null,
            lastOkAt: null,
            hasSandboxToken: false,
            generations: null,
          },
        ],
  );
}

export function placeOf(
  { side, id, createdAt, changedAt, groupId }: ListedConnection,
  { by }: ConnectionOrder,
): ConnectionPlace {
  const key = by === "group" ? (groupId ?? "") : by === "created" ? createdAt : changedAt;
  return { key, side, id };
}

function compare(one: ListedConnection, other: ListedConnection, order: ConnectionOrder): number {
  const [a, b] = [placeOf(one, order), placeOf(other, order)];
  const turn = order.direction === "ascending" ? 1 : -1;
  if (a.key < b.key) return -turn;
  if (a.key > b.key) return turn;
  return a.side === "here" ? -1 : 1;
}

/** One page of both lists, merged: each is read in its own index's order, so neither is read further than the page. */
export async function listConnections(db: Executor, asked: Asked): Promise<ListedConnection[]> {
  const [here, atIncrease] = await Promise.all([listHere(db, asked), listAtIncrease(db, asked)]);
  if (atIncrease.length === 0) return here;
  const merged: ListedConnection[] = [];
  let [nextHere, nextAtIncrease] = [0, 0];
  while (merged.length < asked.limit) {
    const [one, other] = [here[nextHere], atIncrease[nextAtIncrease]];
    const next =
      one === undefined ? other : other === undefined || compare(one, other, asked.order) < 0 ? one : other;
    if (next === undefined) break;
    merged.push(next);
    if (next.side === "here") nextHere += 1;
    else nextAtIncrease += 1;
  }
  return merged;
}
