import { v4 as uuidv4 } from "uuid";
import { sendAlerts } from "../alerts";
import { readAccount, readAccounts } from "../banking";
import {
  beginGroupView,
  createConnectLink,
  disconnect,
  findConnectionId,
  mintOwnSandboxToken,
} from "../connections";
import type { Context } from "../context";
import { clearFaults, dumpDatabase } from "./connection-acts";
import { deliver, deliverBody, makeConnectionEvent, makeEvent, processAll } from "./deliveries";
import { makeGroup, signIn } from "./sign-in";
import type { TestPortal } from "./test-portal";

/** Every row that holds one of these words in any of its columns, by table; bytes are searched as well. */
export async function rowsNaming(portal: TestPortal, words: string[]): Promise<Map<string, string[]>> {
  const spelled = words.flatMap((word) => [word, Buffer.from(word).toString("hex")]);
  const found = new Map<string, string[]>();
  for (const [table, rows] of await dumpDatabase(portal)) {
    const naming = rows.filter((row) => spelled.some((word) => row.includes(word)));
    if (naming.length > 0) found.set(table, naming);
  }
  return found;
}

export type GroupTraces = {
  groupId: string;
  /** Of the group alone: its own id, those of its accounts, and ours of its connections. */
  ownIds: string[];
  /** Of its connection that has ended at Increase, and of the one that was left here alone. */
  endedId: string;
  standingId: string;
  /** The tables that named it while it was connected. */
  tablesOfConnected: string[];
};

const at = "live" as const;

async function connectWithLink(portal: TestPortal, operator: () => Context, groupId: string) {
  const id = uuidv4();
  const link = { id, groupId: null, scope: "read_only", note: "Fernhollow Studio", days: 1 } as const;
  await createConnectLink(operator(), link);
  const { outcome } = await signIn(portal, groupId, { scope: "read_only", connectLinkId: id });
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  const { connected } = outcome;
  const oauthConnectionId = await findConnectionId(portal.createContext(), connected);
  if (oauthConnectionId === null) throw new Error("Increase's id of the connection was not found");
  return { connectionId: connected.connectionId, oauthConnectionId };
}

async function useAll(
  portal: TestPortal,
  operator: () => Context,
  { groupId, accountIds }: { groupId: string; accountIds: string[] },
): Promise<void> {
  const customer = () => portal.createContext({ kind: "customer", groupId, sessionId: "" });
  const { kept } = await readAccounts(customer(), { groupId, environment: at });
  await kept;
  for (const accountId of accountIds) await readAccount(customer(), { groupId, environment: at, accountId });
  await mintOwnSandboxToken(customer(), { groupId, actId: uuidv4() });
  await beginGroupView(operator(), { id: uuidv4(), groupId, reason: "Ticket 4711" });
  const again = { groupId, scope: "read_write", note: "for Mara at Fernhollow", days: 1 } as const;
  await createConnectLink(operator(), { id: uuidv4(), ...again });
  await portal.control("faults", { path: "/live/accounts", status: 500, times: 1 });
  await readAccounts(customer(), { groupId, environment: at }).catch(() => undefined);
  clearFaults(portal);
  await portal.services.upstream.flush();
  await deliver(portal, makeEvent(), { groupId });
  await deliver(portal, makeEvent({ category: "group.updated", associated_object_id: groupId }));
  await deliverBody(portal, JSON.stringify({ about: groupId }));
  await processAll(portal);
}

/** Tells the platform what is due to be told; the simulator takes it. */
export function tellPlatform(portal: TestPortal): Promise<number> {
  const context = portal.createContext();
  const url = `${portal.simulator.url}/alerts`;
  return sendAlerts({ ...context, env: { ...context.env, ALERT_WEBHOOK_URL: url } });
}

/**
 * A group that has left something in every table that it can: it connected by a link, used everything, left at
 * Increase, came back, and disconnected here.
 */
export async function leaveTraces(portal: TestPortal, operator: () => Context): Promise<GroupTraces> {
  const { groupId, accountIds } = await makeGroup(portal, { accounts: 1 });
  const first = await connectWithLink(portal, operator, groupId);
  await deliver(portal, makeConnectionEvent("created", first.oauthConnectionId), { groupId });
  await useAll(portal, operator, { groupId, accountIds });
  const ownIds = [groupId, first.connectionId, ...accountIds];
  const tablesOfConnected = [...(await rowsNaming(portal, ownIds)).keys()];
  await portal.control(`connections/${first.oauthConnectionId}/deactivate`);
  await deliver(portal, makeConnectionEvent("deactivated", first.oauthConnectionId), { groupId });
  await processAll(portal);
  await portal.advance(120);
  await tellPlatform(portal);
  const second = await connectWithLink(portal, operator, groupId);
  await useAll(portal, operator, { groupId, accountIds });
  await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
  return {
    groupId,
    ownIds: [...ownIds, second.connectionId],
    endedId: first.oauthConnectionId,
    standingId: second.oauthConnectionId,
    tablesOfConnected,
  };
}
