import { z } from "zod";
import { findLiveSession } from "@/db/queries/sessions";
import { ledgerOf } from "@/simulator/state/ledgers";
import { sessionCookieName } from "../auth/cookie-names";
import { hashSessionToken } from "../auth/session-token";
import type { Context, CustomerActor } from "../context";
import type { IncreaseEnvironment } from "../increase";
import { signIn, type TestBrowser } from "./sign-in";
import type { TestPortal } from "./test-portal";

/** The simulator's own books of a group. */
export function ledgerIn(
  { simulator: { world } }: TestPortal,
  groupId: string,
  environment: IncreaseEnvironment = "live",
) {
  const group = world.groups.get(groupId);
  if (group === undefined) throw new Error(`There is no group ${groupId}`);
  return ledgerOf(world, environment, group);
}

/** An account's postings in the simulator's books, newest first, each with the balance after it. */
export function postingsOf(
  portal: TestPortal,
  groupId: string,
  accountId: string,
  environment: IncreaseEnvironment = "live",
) {
  const postings = ledgerIn(portal, groupId, environment).postingsByAccount.get(accountId) ?? [];
  return postings.toReversed();
}

const madeTransaction = z.object({ transaction_id: z.string(), account_id: z.string() });

/** A transaction of the test's own; now, unless told otherwise. */
export async function addTransaction(
  portal: TestPortal,
  given: {
    groupId: string;
    accountId?: string;
    amountCents?: number;
    createdAt?: Date;
    description?: string;
    source?: { category: string; [field: string]: unknown };
  },
): Promise<{ id: string; accountId: string }> {
  const made = await portal.control("transactions", {
    group_id: given.groupId,
    account_id: given.accountId,
    amount: given.amountCents,
    created_at: given.createdAt?.toISOString(),
    description: given.description,
    source: given.source,
  });
  const { transaction_id: id, account_id: accountId } = madeTransaction.parse(made);
  return { id, accountId };
}

/** The customer who is signed in with this browser. */
export async function customerIn(portal: TestPortal, browser: TestBrowser): Promise<CustomerActor> {
  const { db, env, now } = portal.services;
  const token = browser.cookies.get(sessionCookieName(env.AUTH_URL)) ?? "";
  const session = await findLiveSession(db, hashSessionToken(token), now());
  if (session === null) throw new Error("Nobody is signed in with this browser");
  return { kind: "customer", groupId: session.userId, sessionId: session.id };
}

/** Signs in as one of the simulator's seeded groups. */
export async function signInAs(
  portal: TestPortal,
  name: string,
): Promise<{ groupId: string; context: Context; accountIds: string[]; browser: TestBrowser }> {
  const group = [...portal.simulator.world.groups.values()].find((each) => each.name === name);
  if (group === undefined) throw new Error(`There is no group ${name}`);
  const { browser } = await signIn(portal, group.id);
  const context = portal.createContext(await customerIn(portal, browser));
  const accountIds = ledgerIn(portal, group.id).accounts.map(({ value }) => value.id);
  return { groupId: group.id, context, accountIds, browser };
}
