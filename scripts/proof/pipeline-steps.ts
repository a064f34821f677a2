import { readAccounts } from "@/lib/banking";
import { disconnect, findConnectionId, openGroup, type Connected, type OpenGroup } from "@/lib/connections";
import { runReconcile } from "@/lib/crons";
import { AppError } from "@/lib/errors";
import { getCurrentGroup } from "@/lib/increase";
import { deliver, makeEvent, processAll } from "@/lib/testing/deliveries";
import { signIn } from "@/lib/testing/sign-in";
import type { TestPortal } from "@/lib/testing/test-portal";
import type { Step } from "./pipeline-model";

/** One group and what became of it so far. */
export type Life = {
  portal: TestPortal;
  groupId: string;
  isSpaced: boolean;
  held: OpenGroup | null;
  /** Whether it has disconnected here since its newest sign-in. */
  hasLeft: boolean;
};

/** More than clocks may differ by, on both sides of a sign-in. */
const apartSeconds = 31;

/** What a customer is told instead is no failure here: the state that is left is what counts. */
async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function customerOf({ portal, groupId }: Life) {
  return portal.createContext({ kind: "customer", groupId, sessionId: "" });
}

function connectionsAtIncrease({ portal, groupId }: Life) {
  return portal.simulator.world.state.connections.filter((each) => each.groupId === groupId);
}

export async function read(life: Life): Promise<void> {
  const { groupId } = life;
  await unlessRefused(
    async () => (await readAccounts(customerOf(life), { groupId, environment: "live" })).balances,
  );
}

export async function reconcile({ portal }: Life) {
  const deadline = new Date(portal.services.now().getTime() + 30_000);
  return runReconcile(portal.createContext(), { deadline });
}

type SignIn = Extract<Step, { kind: "sign_in" }>;

async function lookWithout({ portal }: Life, madeIds: Set<string>, connected: Connected): Promise<void> {
  const { state } = portal.simulator.world;
  const all = state.connections;
  state.connections = all.filter(({ id }) => !madeIds.has(id));
  await findConnectionId(portal.createContext(), connected);
  state.connections = all;
}

async function enter(life: Life, look: SignIn["look"]): Promise<void> {
  const { portal, groupId, isSpaced } = life;
  if (isSpaced) await portal.advance(apartSeconds);
  const before = new Set(connectionsAtIncrease(life).map(({ id }) => id));
  const { outcome } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  life.hasLeft = false;
  const made = connectionsAtIncrease(life).filter(({ id }) => !before.has(id));
  // Of two made within seconds, the older one alone in the list looks like the newer.
  const isBehind = look === "behind" && isSpaced;
  if (look !== "none") {
    await lookWithout(life, new Set(isBehind ? made.map(({ id }) => id) : []), outcome.connected);
  }
  if (isSpaced) await portal.advance(apartSeconds);
}

export async function leave(life: Life): Promise<void> {
  await disconnect(customerOf(life), { groupId: life.groupId });
  life.hasLeft = true;
}

async function leaveAtIncrease(life: Life, pick: number): Promise<void> {
  const connections = connectionsAtIncrease(life);
  await life.portal.control(`connections/${connections[pick % connections.length]?.id}/deactivate`);
}

async function deliverOne(life: Life, pick: number, asNewEvent: boolean): Promise<void> {
  const ids = new Set(connectionsAtIncrease(life).map(({ id }) => id));
  const { events } = life.portal.simulator.world.state;
  const own = events.filter(({ value }) => ids.has(value.associated_object_id));
  const event = own[pick % own.length]?.value;
  if (event === undefined) throw new Error("Increase makes an event of every connection");
  const { id, category, associated_object_id, associated_object_type } = event;
  const fields = { category, associated_object_id, associated_object_type };
  await deliver(life.portal, makeEvent(asNewEvent ? fields : { ...fields, id }));
}

async function beRefused(life: Life, paths: string[]): Promise<void> {
  const { portal, groupId } = life;
  const fault = { status: 401, reason: "deleted_credential", group_id: groupId };
  for (const path of paths) await portal.control("faults", { ...fault, path });
  await read(life);
  await fetch(`${portal.simulator.url}/_sim/faults?group_id=${groupId}`, { method: "DELETE" });
}

async function hold(life: Life): Promise<void> {
  const { portal, groupId } = life;
  await unlessRefused(async () => {
    life.held = await openGroup(portal.createContext(), groupId, "live");
  });
}

export async function take(life: Life, step: Step): Promise<void> {
  switch (step.kind) {
    case "sign_in":
      return enter(life, step.look);
    case "deactivate_at_increase":
      return leaveAtIncrease(life, step.pick);
    case "deliver":
      return deliverOne(life, step.pick, step.asNewEvent);
    case "process":
      return void (await processAll(life.portal));
    case "read":
      return read(life);
    case "refuse_once":
      return beRefused(life, ["/live/accounts"]);
    case "refuse_twice":
      return beRefused(life, ["/live/accounts", "/live/groups/current"]);
    case "hold":
      return hold(life);
    case "use_held":
      return unlessRefused(async () => life.held?.call(getCurrentGroup));
    case "disconnect":
      return leave(life);
    case "reconcile":
      return void (await reconcile(life));
    case "all_at_once": {
      const { portal } = life;
      return void (await Promise.all([processAll(portal), reconcile(life), read(life), processAll(portal)]));
    }
  }
}
