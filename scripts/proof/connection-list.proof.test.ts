import { Client } from "pg";
import { expect, test } from "vitest";
import { fillConnections } from "@/db/testing/connection-rows";
import {
  connectionsPerPage,
  listConnections,
  type ConnectionFilter,
  type ConnectionOrder,
} from "@/lib/connections";
import type { Context } from "@/lib/context";
import { staffActor } from "@/lib/testing/staff";
import { startTestPortal } from "@/lib/testing/test-portal";
import { countBuffers } from "./buffers";
import { describeValue } from "./figures";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("shared buffers of the list of connections");
const few = 100;
const many = size(100_000, 10_000);

type Page = { filter?: ConnectionFilter; order?: ConnectionOrder; isDeep?: boolean };

const pages: Record<string, Page> = {
  "first page": {},
  "deep page": { isDeep: true },
  "page filtered by scope": { filter: { scope: "read_only" } },
};

async function fill(url: string, connections: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of fillConnections) await client.query(statement, [connections]);
    await client.query("vacuum (analyze)");
  } finally {
    await client.end();
  }
}

/** The cursor of the page that begins in the middle of all. */
async function findMiddle(context: Context, connections: number): Promise<string> {
  let cursor: string | undefined;
  for (let seen = 0; seen < connections / 2; seen += connectionsPerPage) {
    const { nextCursor } = await listConnections(context, { cursor });
    if (nextCursor === null) throw new Error("the list ended before its middle");
    cursor = nextCursor;
  }
  if (cursor === undefined) throw new Error("there is no middle");
  return cursor;
}

async function measure(connections: number) {
  const portal = await startTestPortal();
  const url = portal.services.env.DATABASE_URL;
  try {
    await fill(url, connections);
    const context = portal.createContext(staffActor("viewer"));
    const middle = await findMiddle(context, connections);
    const counted: Record<string, Awaited<ReturnType<typeof countBuffers>>> = {};
    for (const [name, { isDeep, ...asked }] of Object.entries({ ...pages, ...scattered })) {
      counted[name] = await countBuffers(url, context, async (within) => {
        const page = await listConnections(within, { ...asked, cursor: isDeep ? middle : undefined });
        expect(page.connections.length).toBeGreaterThan(0);
      });
    }
    return counted;
  } finally {
    await portal.close();
  }
}

/** Whose rows lie scattered: each of a page may be on a page of the table of its own, and no more than that. */
const scattered: Record<string, Page> = {
  "page by group": { order: { by: "group", direction: "ascending" } },
  "page of those that need attention": { filter: { needsAttention: true } },
  "page of one status": { filter: { status: "disconnected" } },
};

test("a page of connections touches hardly more among many than among few", async () => {
  const [atFew, atMany] = [await measure(few), await measure(many)];
  for (const name of Object.keys(scattered)) {
    const buffers = atMany[name]?.buffers ?? Number.NaN;
    suite.figure(`${name}: pages at ${describeValue(many)} connections`, buffers, {
      atMost: 2 * connectionsPerPage,
    });
  }
  for (const name of Object.keys(pages)) {
    const [small, large] = [atFew[name], atMany[name]];
    if (small === undefined || large === undefined) throw new Error(`${name} was not measured`);
    for (const plan of large.plans) {
      expect(plan, name).not.toContain("Seq Scan on connections");
      expect(plan, name).not.toContain("Seq Scan on oauth_connections");
    }
    // Ours come in the index's own order; of those that only Increase has there are few enough to be sorted.
    const ours = large.plans.find(
      (plan) => plan.includes("Index Scan on connections") && !plan.some((node) => node.includes("oauth")),
    );
    expect(ours, name).toBeDefined();
    expect(ours, name).not.toContain("Sort");
    const sizes = `${large.buffers} pages at ${describeValue(many)} connections, ${small.buffers} at ${describeValue(few)}: ratio`;
    suite.figure(`${name}: ${sizes}`, large.buffers / small.buffers, { atMost: 1.5 });
  }
});
