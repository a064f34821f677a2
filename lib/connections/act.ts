import "server-only";
import { v5 as uuidv5 } from "uuid";
import type { Transaction } from "@/db/client";
import type { ConnectionWithTokens } from "@/db/queries/connections";
import {
  closeCutOffActs,
  findAct,
  finishAct,
  insertAct,
  type ActOutcome,
  type ActRow,
} from "@/db/queries/staff-acts";
import type { Permission } from "../auth/permissions";
import { lockStillAllowed } from "../auth/require-still-allowed";
import type { Context, CustomerActor, StaffActor } from "../context";
import { AppError } from "../errors";
import { getConnectionRow } from "./get-connection-row";
import { withCurrentConnection } from "./with-current-connection";

/** Longer than any call to Increase may take, so that no act is closed while it is under way. */
const actTimeMs = 30_000;

const cutOff = { isDone: false, message: "This act was cut off. What came of it is in the audit log." };

/** What was sent: `actId` was made with the form, so that the same form acts once. */
export type ActRequest = { connectionId: string; actId: string };

/** `kind` is the permission that it asks for. */
type Begun = ActRequest & { actor: StaffActor | CustomerActor; kind: Permission };

type Act<T> = Begun & {
  /** The calls to Increase. No transaction is open, and nothing is written yet. */
  call: (connection: ConnectionWithTokens) => Promise<T>;
  /** What comes of it, with its one audit entry. `connection` is locked; null where it has ended meanwhile. */
  store: (
    tx: Transaction,
    connection: ConnectionWithTokens | null,
    result: T,
  ) => Promise<Omit<ActOutcome, "isDone">>;
};

/** Of all that one form does, each act has an id of its own, and the same form sent again the same ones. */
export function actIdOf(formId: string, what: string): string {
  return uuidv5(what, formId);
}

function staffIdOf(actor: Begun["actor"]): string | null {
  return actor.kind === "staff" ? actor.staffId : null;
}

async function begin(context: Context, { actId, connectionId, actor, kind }: Begun) {
  const startedAt = context.now();
  await closeCutOffActs(context.db, connectionId, { now: startedAt, outcome: cutOff });
  const claimedUntil = new Date(startedAt.getTime() + actTimeMs);
  const staffId = staffIdOf(actor);
  return insertAct(context.db, { id: actId, connectionId, staffId, kind, startedAt, claimedUntil });
}

/** Whether the form was sent before. */
export async function isKnownAct({ db }: Context, actId: string): Promise<boolean> {
  return (await findAct(db, actId)) !== null;
}

/** The form was sent before: its outcome is told again, and nothing is done. */
function repeat(known: ActRow | null, { connectionId, actor, kind }: Begun): ActOutcome {
  const isSame =
    known?.connectionId === connectionId && known.staffId === staffIdOf(actor) && known.kind === kind;
  if (isSame && known.outcome?.isDone === true) return known.outcome;
  if (isSame && known.outcome !== null) throw new AppError("conflict", known.outcome.message);
  throw new AppError(
    "conflict",
    isSame
      ? "This is under way already. Nothing was done twice; look again in a moment."
      : "Somebody is acting on this connection at this moment. Nothing was changed; try again when they are done.",
  );
}

/** Attack: one of the staff is removed or demoted while Increase answers, and what they began is stored all the same. */
async function requireStill(tx: Transaction, context: Context, { actor, kind }: Begun): Promise<void> {
  if (actor.kind !== "staff") return;
  try {
    await lockStillAllowed(tx, context, kind);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, safeMessage } = error;
    throw new AppError(code, `${safeMessage} Increase had answered by then; what it gave was thrown away.`, {
      cause: error,
    });
  }
}

/**
 * Runs an act that calls Increase: an intent row, the calls, then the result, its audit entry and the act's end
 * in one transaction. The same form sent twice acts once and is told the same.
 * @throws AppError `conflict` while another act on the connection is under way; `not_signed_in`, `not_allowed` where
 * staff may no longer do it by the time of the answer; what `call` and `store` throw
 */
export async function runAct<T>(context: Context, act: Act<T>): Promise<ActOutcome> {
  const { groupId, id } = await getConnectionRow(context, act.connectionId);
  const begun = await begin(context, act);
  if (begun === null) return repeat(await findAct(context.db, act.actId), act);
  try {
    // Read now that nobody else acts on it: what an act before this one did must be seen before Increase is asked.
    const result = await act.call(await getConnectionRow(context, id));
    return await withCurrentConnection(context, groupId, async (tx, current) => {
      await requireStill(tx, context, act);
      const held = current?.id === id ? current : null;
      const outcome = { isDone: true, ...(await act.store(tx, held, result)) };
      if (!(await finishAct(tx, act.actId, { finishedAt: context.now(), outcome }))) {
        throw new AppError(
          "conflict",
          "This took too long and was given up. Nothing was changed; try again.",
        );
      }
      return outcome;
    });
  } catch (error) {
    const message = error instanceof AppError ? error.safeMessage : "Something went wrong on our side.";
    await finishAct(context.db, act.actId, {
      finishedAt: context.now(),
      outcome: { isDone: false, message },
    });
    throw error;
  }
}
