import type { Hono } from "hono";
import { z } from "zod";
import { environments } from "../environment";
import type { NodeContext } from "../node-context";
import type { World } from "../state/world";
import { changeAccount, changeAccountNumber, changeCard } from "../state/written-objects";
import type { Change, Place } from "../state/written-objects";
import { ControlError, readInput } from "./input";
import { makeMovement, NewMovement } from "./money";
import { requireGroup } from "./require";
import {
  addPendingTransaction,
  addTransaction,
  CompletePending,
  completePendingTransaction,
  NewPendingTransaction,
  NewTransaction,
} from "./transactions";

const place = { group_id: z.string(), environment: z.enum(environments).default("live") };
/** Any text: Increase may add a status. */
const status = z.string().min(1).max(200).optional();
const name = z.string().min(1).max(200).optional();
const extra = z
  .record(z.string(), z.unknown())
  .refine((given) => !Object.hasOwn(given, "id"), "an id stays what it is")
  .optional();

const changes = [
  ["accounts", z.strictObject({ ...place, status, name, extra }), changeAccount],
  ["account_numbers", z.strictObject({ ...place, status, name, extra }), changeAccountNumber],
  ["cards", z.strictObject({ ...place, status, extra }), changeCard],
] as const;

/** A group's money and the objects of its bank, changed without anybody calling the API. */
export function addBankRoutes(app: Hono<NodeContext>, world: World): void {
  app.post("/inbound_ach_transfers", async (context) => {
    const input = await readInput(context, NewMovement);
    return context.json(makeMovement(world, "inbound_ach_transfer", input), 201);
  });
  app.post("/card_settlements", async (context) => {
    const input = await readInput(context, NewMovement);
    return context.json(makeMovement(world, "card_settlement", input), 201);
  });
  app.post("/transactions", async (context) =>
    context.json(addTransaction(world, await readInput(context, NewTransaction)), 201),
  );
  app.post("/pending_transactions", async (context) =>
    context.json(addPendingTransaction(world, await readInput(context, NewPendingTransaction)), 201),
  );
  app.post("/pending_transactions/:id/complete", async (context) => {
    const input = await readInput(context, CompletePending);
    return context.json(completePendingTransaction(world, context.req.param("id"), input));
  });
  for (const [path, schema, change] of changes) {
    app.patch(`/${path}/:id`, async (context) => {
      const id = context.req.param("id") ?? "";
      const { group_id, environment, ...given } = await readInput<Given>(context, schema);
      const changed = change(world, { environment, group: requireGroup(world, group_id) }, id, given);
      if (!changed) throw new ControlError(404, `${group_id} has no ${id} in ${environment}.`);
      return context.json(changed);
    });
  }
}

type Given = Change & { group_id: string; environment: Place["environment"] };
