import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditActions, exportAuditEntries, listAuditEntries, type AuditAction } from "../audit";
import { exportTransactions, readAccounts } from "../banking";
import type { Context } from "../context";
import {
  auditRows,
  dumpDatabase,
  expectNoPlainToken,
  makeOperator,
  readConnection,
  type AuditRow,
} from "../testing/connection-acts";
import { deliver, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup } from "../testing/sign-in";
import { makeStaff } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import {
  changeRole,
  endOwnSessions,
  endSessionsOf,
  inviteStaff,
  listOwnSessions,
  listStaff,
  removeStaff,
  withdrawInvitation,
} from "../staff";
import { exportEvents, getEvent, listEvents, replayEvents } from "../webhooks";
import {
  actOnConnections,
  beginGroupView,
  createConnectLink,
  destroySandboxToken,
  disconnectConnection,
  endConnectLink,
  exportConnections,
  findGroupView,
  getConnection,
  inspectConnection,
  listConnections,
  listKnownApplications,
  mintSandboxToken,
  readApplications,
  readConnectLinks,
  readSync,
  readTimeline,
  syncConnections,
  testConnection,
} from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

/** What no act of the staff is: facts of connections, customers' own acts, sign-ins, and commands. */
const notOfStaff = new Set<AuditAction>([
  "account_number.revealed",
  "connection.connected",
  "connection.reconnected",
  "connection.identified",
  "connection.active",
  "connection.needs_reconnect",
  "connection.deactivated",
  "sandbox_token.removed",
  "connect_link.used",
  "session.others_ended",
  "staff.signed_in",
  "staff.admitted",
  "tokens.rotation_begun",
  "tokens.rotated",
  "event_subscription.created",
  "group.erased",
]);
/** They change nothing, and are told of nevertheless: data went out, or Increase was asked in somebody's name. */
const changesNothing = new Set<string>([
  "connections.exported",
  "events.exported",
  "audit.exported",
  "transactions.exported",
  "connection.tested",
]);
/** That an act was begun, calls that were made, where a sync stands and what a read keeps are no results of acts. */
const bookkeeping = new Set([
  "audit_entries",
  "staff_acts",
  "jobs",
  "upstream_calls",
  "upstream_errors",
  "kept_accounts",
  "known_accounts",
]);

type Act = [expected: AuditAction | null, name: string, run: (context: Context) => Promise<unknown>];

async function changedTables(work: () => Promise<unknown>): Promise<string[]> {
  const before = await dumpDatabase(portal);
  await work();
  const after = await dumpDatabase(portal);
  return [...after.keys()].filter(
    (table) => !bookkeeping.has(table) && after.get(table)?.join("\n") !== before.get(table)?.join("\n"),
  );
}

/** Runs an act of this owner: what the log says of it, and which tables it changed. */
async function perform(context: Context, run: Act[2]): Promise<{ entries: AuditRow[]; changed: string[] }> {
  const known = (await auditRows(portal)).length;
  const changed = await changedTables(() => run(context));
  return { entries: (await auditRows(portal)).slice(known), changed };
}

async function owner() {
  const { actor } = await makeStaff(portal, "owner");
  return {
    staffId: actor.staffId,
    request: () => portal.createContext({ ...actor, signedInAt: portal.services.now() }),
  };
}

async function setUp() {
  const { groupId, accountIds, connected } = await connectGroup(portal);
  // Its first use is noted now, and not in the middle of an act.
  await readAccounts(portal.createContext({ kind: "customer", groupId, sessionId: "" }), {
    groupId,
    environment: "live",
  });
  const event = makeEvent();
  await deliver(portal, event);
  await processAll(portal);
  const [colleague, other] = [await makeStaff(portal, "viewer"), await makeStaff(portal, "viewer")];
  const { connectionId } = connected;
  return { groupId, accountIds, connectionId, event, colleague, other, self: await owner() };
}

const idOfInvitation = async (context: Context, email: string) =>
  (await listStaff(context)).invitations.find((each) => each.email === email)?.id ?? "";

/** Every act of the staff, each followed by the same again, which must change nothing and leave no entry. */
function everyAct({
  groupId,
  accountIds,
  connectionId,
  event,
  colleague,
  other,
}: Awaited<ReturnType<typeof setUp>>): Act[] {
  const [mintForm, replaceForm, testForm, linkId, viewId, bulkForm] = Array.from({ length: 6 }, () =>
    uuidv4(),
  );
  const form = (id = "") => ({ connectionId, actId: id });
  const deadline = () => new Date(portal.services.now().getTime() + 60_000);
  const link = { id: linkId ?? "", groupId: null, scope: "read_only", note: "n", days: 7 } as const;
  const view = { id: viewId ?? "", groupId, reason: "They asked about a balance." };
  const account = {
    groupId,
    environment: "live",
    accountId: accountIds[0] ?? "",
    filter: {},
    timeZone: "UTC",
  } as const;
  const invited = `invited.${uuidv4()}@ledgerline.example`;
  const keys = [{ environment: "live", eventId: event.id } as const];
  const mint: Act[2] = (context) => mintSandboxToken(context, { ...form(mintForm), replacing: null });
  const replace: Act[2] = (context) => mintSandboxToken(context, { ...form(replaceForm), replacing: 1 });
  const ask: Act[2] = (context) => testConnection(context, form(testForm));
  const destroy: Act[2] = (context) => destroySandboxToken(context, { connectionId, seen: 2 });
  const leave: Act[2] = (context) => disconnectConnection(context, { connectionId, seen: 1, typed: groupId });
  const makeLink: Act[2] = (context) => createConnectLink(context, link);
  const endLink: Act[2] = (context) => endConnectLink(context, link);
  const look: Act[2] = (context) => beginGroupView(context, view);
  const replay: Act[2] = (context) => replayEvents(context, { keys });
  const promote: Act[2] = (context) =>
    changeRole(context, { staffId: colleague.actor.staffId, role: "operator" });
  const withdraw: Act[2] = async (context) =>
    withdrawInvitation(context, { id: invitation ?? (invitation = await idOfInvitation(context, invited)) });
  const endOthers: Act[2] = (context) => endSessionsOf(context, { staffId: other.actor.staffId });
  const endOwn: Act[2] = (context) => endOwnSessions(context, { sessionId: uuidv4() });
  const bulk: Act[2] = (context) =>
    actOnConnections(context, {
      act: "disconnect",
      connections: [{ connectionId, live: 1, sandbox: null }],
      formId: bulkForm ?? "",
      typed: "1",
    });
  let invitation: string | undefined;
  return [
    ["connection.tested", "test", ask],
    [null, "the same form", ask],
    ["sandbox_token.minted", "mint", mint],
    [null, "the same form", mint],
    ["sandbox_token.replaced", "replace", replace],
    [null, "the same form", replace],
    ["sandbox_token.destroyed", "destroy", destroy],
    [null, "destroy again", destroy],
    ["connections.synced", "sync", (context) => syncConnections(context, { deadline: deadline() })],
    ["connections.exported", "export connections", (context) => exportConnections(context)],
    ["events.exported", "export events", (context) => exportEvents(context)],
    ["audit.exported", "export the log", (context) => exportAuditEntries(context)],
    ["connect_link.created", "make a link", makeLink],
    [null, "the same form", makeLink],
    ["connect_link.revoked", "end the link", endLink],
    [null, "end it again", endLink],
    ["group.viewed", "look at a group", look],
    [null, "the same form", look],
    ["transactions.exported", "export transactions", (context) => exportTransactions(context, account)],
    ["event.replayed", "replay", replay],
    [null, "replay what waits already", replay],
    ["staff.invited", "invite", (context) => inviteStaff(context, { email: invited, role: "viewer" })],
    ["staff.invitation_withdrawn", "withdraw the invitation", withdraw],
    [null, "withdraw it again", withdraw],
    ["staff.role_changed", "change a role", promote],
    [null, "change it to the same", promote],
    ["staff_session.ended", "end the sessions of another", endOthers],
    [null, "end them again", endOthers],
    [null, "end a session of one's own that is none", endOwn],
    ["staff.removed", "remove", (context) => removeStaff(context, { staffId: colleague.actor.staffId })],
    ["connection.disconnected", "disconnect", leave],
    [null, "disconnect again", leave],
    [null, "disconnect in bulk what has ended", bulk],
  ];
}

test("every act of the staff leaves exactly one entry, of who did it in which request; one that changes nothing, none", async () => {
  const made = await setUp();
  const seen = new Set<string>();
  for (const [action, name, run] of everyAct(made)) {
    const context = made.self.request();
    const { entries, changed } = await perform(context, run);
    const about = `${action ?? "nothing"} by ${name}`;
    expect(
      entries.map((entry) => entry.action),
      about,
    ).toEqual(action === null ? [] : [action]);
    if (action === null) {
      expect(changed, about).toEqual([]);
      continue;
    }
    seen.add(action);
    expect(entries[0], about).toMatchObject({
      actor_kind: "staff",
      actor_id: made.self.staffId,
      request_id: context.requestId,
    });
    // What was, what is, or both.
    expect(Object.keys({ ...entries[0]?.before, ...entries[0]?.after }), about).not.toEqual([]);
    if (!changesNothing.has(action)) expect(changed, about).not.toEqual([]);
  }
  expect([...seen].toSorted()).toEqual(auditActions.filter((action) => !notOfStaff.has(action)).toSorted());
  await expectNoPlainToken(portal, await auditRows(portal));
});

test("what only looks leaves no entry and changes nothing", async () => {
  const made = await setUp();
  const { groupId, connectionId, event } = made;
  await beginGroupView(made.self.request(), { id: uuidv4(), groupId, reason: "They asked about a balance." });
  await readApplications(made.self.request());
  const reads: [string, (context: Context) => Promise<unknown>][] = [
    ["listConnections", (context) => listConnections(context)],
    ["inspectConnection", (context) => inspectConnection(context, { id: connectionId })],
    ["readTimeline", (context) => readTimeline(context, { groupId, oauthConnectionId: null, before: null })],
    ["readSync", readSync],
    ["listKnownApplications", listKnownApplications],
    ["readConnectLinks", (context) => readConnectLinks(context)],
    ["findGroupView", (context) => findGroupView(context, { groupId })],
    ["getConnection", (context) => getConnection(context, { groupId })],
    [
      "readAccounts",
      async (context) => (await readAccounts(context, { groupId, environment: "live" })).balances,
    ],
    ["listEvents", (context) => listEvents(context)],
    ["getEvent", (context) => getEvent(context, { environment: "live", eventId: event.id })],
    ["listAuditEntries", (context) => listAuditEntries(context)],
    ["listStaff", listStaff],
    ["listOwnSessions", listOwnSessions],
  ];
  for (const [name, run] of reads) {
    const { entries, changed } = await perform(made.self.request(), run);
    expect([entries, changed], name).toEqual([[], []]);
  }
});

describe("an act that is refused or fails leaves no entry", () => {
  test.each(["viewer", "operator"] as const)("to a %s who may not", async (role) => {
    const made = await setUp();
    const { actor } = await makeStaff(portal, role);
    const refusedTo = {
      viewer: ["sandbox_token.", "connect_link.", "connection.", "staff."],
      operator: ["staff."],
    };
    for (const [action, name, run] of everyAct(made)) {
      if (action === null || !refusedTo[role].some((family) => action.startsWith(family))) continue;
      const { entries, changed } = await perform(portal.createContext(actor), async (context) => {
        // An invitation that is none, to one who may not withdraw any, and so with every other act.
        await expect(run(context), name).rejects.toMatchObject({ code: "not_allowed" });
      });
      expect([entries, changed], name).toEqual([[], []]);
    }
  });

  test("by a failing Increase", async () => {
    const { connectionId, groupId } = await setUp();
    const { act } = await makeOperator(portal);
    await portal.control("faults", { path: "/sandbox/oauth/tokens", group_id: groupId, status: 500 });
    await portal.control("faults", { path: "/live/oauth_connections", status: 500 });
    const deadline = new Date(portal.services.now().getTime() + 60_000);
    const { entries, changed } = await perform(act(), async (context) => {
      const mint = mintSandboxToken(context, { connectionId, actId: uuidv4(), replacing: null });
      await expect(mint).rejects.toMatchObject({ code: "increase_unavailable" });
      const sync = syncConnections(context, { deadline });
      await expect(sync).rejects.toMatchObject({ code: "increase_unavailable" });
    });
    expect([entries, changed]).toEqual([[], []]);
  });
});

test("a bulk act leaves one entry for each connection that it changed, all of one request", async () => {
  const made = [await connectGroup(portal), await connectGroup(portal), await connectGroup(portal)];
  const ids = made.map(({ connected }) => connected.connectionId);
  const { actor, act } = await makeOperator(portal);
  await portal.control("faults", { path: "/sandbox/oauth/tokens", group_id: made[1]?.groupId, status: 500 });
  const context = act();
  const { entries } = await perform(context, (same) =>
    actOnConnections(same, {
      act: "mint_sandbox_token",
      connections: ids.map((connectionId) => ({ connectionId, live: 1, sandbox: null })),
      formId: uuidv4(),
      typed: "",
    }),
  );
  expect(entries.map(({ target_id }) => target_id).toSorted()).toEqual([ids[0], ids[2]].toSorted());
  for (const entry of entries) {
    expect(entry).toMatchObject({ actor_id: actor.staffId, request_id: context.requestId });
  }
  expect(await readConnection(portal, ids[1] ?? "")).toMatchObject({ hasSandboxToken: false });
});
