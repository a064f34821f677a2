import { z } from "zod";
import { AuthorizationRequest } from "../consent/parameters";
import { approvedUrl } from "../consent/redirect";
import { platform } from "../platform";
import { deactivateConnection } from "../state/connections";
import { createGroup } from "../state/created-group";
import { approve, expireCodes } from "../state/grants";
import type { Connection } from "../state/records";
import type { World } from "../state/world";
import { Switches } from "../switches";
import { ControlError, parseInput } from "./input";
import { requireCustomer } from "./require";

/** What the control API and the page for people have in common. */

export const AdvanceClock = z.strictObject({
  advance_seconds: z
    .number()
    .min(0)
    .max(366 * 86_400),
});

export const NewGroup = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  accounts: z.int().min(0).max(1_000).default(2),
  transactions_per_account: z.int().min(0).max(100_000).default(5),
});

export function makeGroup(world: World, input: z.infer<typeof NewGroup>) {
  const { name, accounts, transactions_per_account: transactionsPerAccount } = input;
  return createGroup(world, { name, accounts, transactionsPerAccount });
}

export const Authorize = AuthorizationRequest.extend({ group_id: z.string() });

export function authorize(world: World, { group_id, scope, state }: z.infer<typeof Authorize>) {
  requireCustomer(world, group_id);
  const { code } = approve(world, { groupId: group_id, applicationId: platform.application.id, scope });
  return { code, redirect_to: approvedUrl(world, code, state) };
}

export const ExpireCodes = z.strictObject({ group_id: z.string() });

export function expireCodesOf(world: World, groupId: string): number {
  requireCustomer(world, groupId);
  return expireCodes(world, groupId);
}

export function deactivate(world: World, id: string): Connection {
  const connection = world.state.connections.find((known) => known.id === id);
  if (!connection) throw new ControlError(404, `There is no connection ${id}.`);
  deactivateConnection(world, connection);
  return connection;
}

export const Application = z.strictObject({ redirect_url: z.url({ protocol: /^https?$/ }) });

export function setRedirectUrl(world: World, { redirect_url }: z.infer<typeof Application>): void {
  world.state.redirectUrl = redirect_url;
  world.changed();
}

/** Changes the switches that are named; an unknown name or value changes none. */
export function setSwitches(world: World, changes: unknown): void {
  const given = parseInput(z.record(z.string(), z.unknown()), changes);
  world.state.switches = parseInput(Switches, { ...world.state.switches, ...given });
  world.changed();
}
