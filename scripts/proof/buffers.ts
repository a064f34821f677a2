import { Client } from "pg";
import { vi } from "vitest";
import { z } from "zod";
import type { Context } from "@/lib/context";
import { createInboxWriter } from "@/lib/webhooks/inbox-writer";

type Statement = { text: string; values: unknown[] };

const dataStatement = /^\s*(select|insert|update|delete|with)\b/i;
const asked = z.tuple([z.object({ text: z.string() }), z.array(z.unknown())]).rest(z.unknown());
type PlanNode = { "Node Type": string; "Relation Name"?: string | undefined; Plans?: PlanNode[] | undefined };
const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    Plans: z.array(planNode).optional(),
  }),
);
const plan = z.object({ "Shared Hit Blocks": z.number(), "Shared Read Blocks": z.number() }).and(planNode);
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: plan })]) })]);

class RolledBack extends Error {}

/** The statements on data that `work` makes, with their parameters. Nothing of what it does stays. */
async function captureStatements(
  context: Context,
  work: (context: Context) => Promise<void>,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = vi.spyOn(Client.prototype, "query");
  try {
    await context.db.transaction(async (tx) => {
      query.mockClear();
      const db = Object.assign(tx, { close: async () => {} });
      await work({ ...context, db, inbox: createInboxWriter(db) });
      for (const call of query.mock.calls) {
        const parsed = asked.safeParse(call);
        if (!parsed.success) continue;
        const [{ text }, values] = parsed.data;
        if (dataStatement.test(text)) statements.push({ text, values });
      }
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  } finally {
    query.mockRestore();
  }
  return statements;
}

/** Such as `Index Scan on connections`. */
function namesOf({ "Node Type": type, "Relation Name": relation, Plans = [] }: PlanNode): string[] {
  const name = relation === undefined ? type : `${type.replace(" Only", "")} on ${relation}`;
  return [name, ...Plans.flatMap(namesOf)];
}

async function explain(
  client: Client,
  { text, values }: Statement,
): Promise<{ buffers: number; nodes: string[] }> {
  const { rows } = await client.query<Record<string, unknown>>(
    `explain (analyze, buffers, format json) ${text}`,
    values,
  );
  const [
    {
      "QUERY PLAN": [{ Plan: touched }],
    },
  ] = explained.parse(rows);
  return {
    buffers: touched["Shared Hit Blocks"] + touched["Shared Read Blocks"],
    nodes: namesOf(touched),
  };
}

/**
 * Pages that the statements of `work` touch, cached or not, and the nodes of their plans: the very statements, one
 * after the other in one transaction that is rolled back.
 */
export async function countBuffers(
  url: string,
  context: Context,
  work: (context: Context) => Promise<void>,
): Promise<{ statements: number; buffers: number; plans: string[][] }> {
  const statements = await captureStatements(context, work);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin");
    let buffers = 0;
    const plans: string[][] = [];
    for (const statement of statements) {
      const touched = await explain(client, statement);
      buffers += touched.buffers;
      plans.push(touched.nodes);
    }
    await client.query("rollback");
    return { statements: statements.length, buffers, plans };
  } finally {
    await client.end();
  }
}
