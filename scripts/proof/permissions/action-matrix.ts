import { inParallel } from "../sender";
import type { ActionCall } from "./action-endpoints";
import type { Actor } from "./actors";
import { findChanges } from "./digest";
import type { BuiltAction } from "./read-build";
import { describeAction, type Answer, type Fields } from "./requests";
import { judge, neededRole, sideOf, type Verdict } from "./verdict";
import type { World } from "./world";

const atOnce = 4;
const foreignOrigins = ["https://evil.example", "null"];
const sentBy = ["script", "form"] as const;
const notFromOurPage =
  "failed: No page of this portal has sent this. Nothing was changed; open the page again and repeat it.";

type Sent = { actor: Actor; fields: Fields; by: (typeof sentBy)[number]; origin: string | null };

/** One of an action's forms, with everybody's verdict on it. */
function prepare(world: World, built: BuiltAction, call: ActionCall) {
  const side = sideOf(built.name);
  const permission = call.for === "anybody" || call.for === "own session" ? null : call.for;
  const verdictOf = (actor: Actor): Verdict =>
    permission === null ? "allowed" : judge(permission, side, actor, world.rows.own.groupId);
  const isAllowed = (actor: Actor) => verdictOf(actor) === "allowed";
  const signIn = side === "staff" ? "→ /admin/sign-in?callbackUrl=%2Fadmin" : "→ /";
  const dueWords: Record<Verdict, string> = {
    allowed: call.answer?.(world.rows) ?? "done",
    signed_out: signIn,
    sign_in_again: `${signIn}&reason=again`,
    not_allowed: `failed: This needs the role ${permission && neededRole(permission)}. Nothing was changed; ask an owner for that role.`,
    not_found: "failed: There is nothing at this address.",
  };
  const endsSession = (actor: Actor) =>
    side === "customer" ? actor.customerOf !== null : actor.staff !== null || actor.hasLeftover === true;
  return {
    allowed: world.actors.filter(isAllowed),
    refused: world.actors.filter((actor) => !isAllowed(actor)),
    dueTo: (actor: Actor) => dueWords[verdictOf(actor)],
    /** Whether an allowed call changed what it had to; in one browser, the other side's session stays. */
    hasDueEffect(actor: Actor, changed: string[]): boolean {
      if (call.isEmpty || call.for === "anybody") return changed.length === 0;
      if (call.for !== "own session") return changed.length > 0;
      const own = side === "staff" ? "staff_sessions" : "sessions";
      return changed.join() === (endsSession(actor) ? own : "");
    },
    isOpen: call.for === "anybody",
  };
}

type Sender = { path: string; send(sent: Sent): Promise<Answer>; note(sent: Sent, words: string): void };

/** Sends an action's form, and holds the answer against what no answer may hold. */
function createSender(world: World, built: BuiltAction, call: ActionCall, secrets: string[]): Sender {
  const { requests, tally } = world;
  const path = world.pageOf(built);
  const note = ({ actor, by, origin }: Sent, words: string) => {
    tally.wrong.push(
      `${built.name} (${call.for}) by ${by} from ${origin ?? "no origin"} for ${actor.name}: ${words}`,
    );
  };
  const send = async (sent: Sent): Promise<Answer> => {
    const { actor, fields, by, origin } = sent;
    const takesState = call.isPlain !== true;
    const answer = await requests.act({
      path,
      id: built.id,
      takesState,
      fields,
      by,
      cookie: actor.cookie,
      origin,
    });
    tally.requests += 1;
    if (secrets.some((secret) => answer.body.includes(secret))) note(sent, "a token is in the answer");
    return answer;
  };
  return { path, send, note };
}

/** The answer that is due; null where only that nothing changes. */
type Due = (sent: Sent) => string | null;

/** Sends forms of which none may have an effect, and tells those that were answered otherwise than is due. */
async function sendInVain(world: World, sender: Sender, all: Sent[], due: Due): Promise<void> {
  await inParallel(atOnce, all, async (sent) => {
    const answer = await sender.send(sent);
    world.tally.refused += 1;
    const got = describeAction(world.requests, answer);
    const expected = due(sent);
    if (expected !== null && got !== expected) sender.note(sent, `${got}, but ${expected} is due`);
    // Without a script the answer is the page itself, which is theirs to see.
    if (!maySee(sent.actor, sender.path, world) && world.showsAccounts(answer)) {
      sender.note(sent, "a group's accounts are in the answer");
    }
  });
}

/** The customer's own pages are theirs; the staff's of the group are for operators and owners, who all have a look. */
function maySee({ customerOf, staff }: Actor, path: string, { rows }: World): boolean {
  const isOperator = staff !== null && staff.role !== "viewer";
  return (
    (customerOf !== null && path.startsWith(`/groups/${customerOf}`)) ||
    (isOperator && path.startsWith(`/admin/groups/${rows.own.groupId}`))
  );
}

/** Those who may not, from our own page; then others from another site's page, and from none. Nothing may change. */
async function checkRefusals(world: World, built: BuiltAction, call: ActionCall): Promise<void> {
  const { actors, digest, rows, server, tally } = world;
  const { allowed, refused, dueTo, isOpen } = prepare(world, built, call);
  const sender = createSender(world, built, call, await world.readSecrets());
  const forms = new Map<Actor, Fields>();
  for (const actor of actors) forms.set(actor, await call.form(rows, actor));
  const sendings = (askers: Actor[], by: Sent["by"], origins: (string | null)[]): Sent[] =>
    askers.flatMap((actor) =>
      origins.map((origin) => ({ actor, fields: forms.get(actor) ?? {}, by, origin })),
    );
  const before = await digest();
  await sendInVain(world, sender, sendings(refused, "script", [server.url]), ({ actor }) => dueTo(actor));
  // Without a script the answer is the page itself, and the words are in it.
  await sendInVain(world, sender, sendings(refused, "form", [server.url]), ({ actor }) =>
    dueTo(actor).startsWith("→") ? dueTo(actor) : null,
  );
  for (const by of sentBy) {
    await sendInVain(world, sender, sendings(allowed, by, foreignOrigins), () => "500");
  }
  if (!isOpen) {
    const due = call.isPlain ? null : notFromOurPage;
    await sendInVain(world, sender, sendings(actors, "script", [null]), () => due);
    await sendInVain(world, sender, sendings(allowed, "form", [null]), () => null);
  }
  for (const table of findChanges(before, await digest())) {
    tally.wrong.push(`${built.name} (${call.for}) for those who may not: ${table} has changed`);
  }
}

/** Those who may: it is done, and seen in the database. One after the other, each on rows of their own. */
async function checkAllowed(world: World, built: BuiltAction, call: ActionCall): Promise<void> {
  const { digest, requests, rows, renew, server, tally } = world;
  const { allowed, dueTo, hasDueEffect } = prepare(world, built, call);
  const byScript = allowed.map((actor) => ({ actor, by: "script" as const }));
  // The last one also without a script: else that such a form did nothing above would prove nothing.
  const byForm = byScript.slice(-1).map(({ actor }) => ({ actor, by: "form" as const }));
  for (const { actor, by } of [...byScript, ...byForm]) {
    await renew();
    const { send, note } = createSender(world, built, call, await world.readSecrets());
    const sent: Sent = { actor, by, origin: server.url, fields: await call.form(rows, actor) };
    const before = await digest();
    const got = describeAction(requests, await send(sent));
    tally.allowed += 1;
    await world.settle();
    const changed = findChanges(before, await digest());
    const due = dueTo(actor);
    const isComparable = by === "script" || due.startsWith("→");
    const isDue = call.isElsewhere ? got.startsWith(due) : got === due;
    if (isComparable && !isDue) note(sent, `${got}, but ${due} is due`);
    if (!hasDueEffect(actor, changed)) note(sent, `[${changed.join(", ")}] has changed`);
  }
}

export async function checkAction(world: World, built: BuiltAction, call: ActionCall): Promise<void> {
  await world.renew();
  await checkRefusals(world, built, call);
  await checkAllowed(world, built, call);
}
