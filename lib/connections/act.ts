import "server-only";
import { v5 as uuidv5, validate as isUuid } from "uuid";
import type { Transaction } from "@/db/client";
import { findConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import {
  closeCutOffActs,
  findAct,
  finishAct,
  insertAct,
  type ActOutcome,
  type ActRow,
} from "@/db/queries/staff-acts";
import type { Context, CustomerActor, StaffActor } from "../context";
import { AppError, notFound, toSafeError } from "../errors";
import { UpstreamError } from "../increase";
import { withCurrentConnection } from "./with-current-connection";

/** Longer than any call to Increase may take, so that no act is closed while it is under way. */
const actTimeMs = 30_000;

const cutOff = { isDone: false, message: "This act was cut off. What came of it is in the audit log." };

/** What was sent: `actId` was made with the form, so that the same form acts once. */
export type ActRequest = { connectionId: string; actId: string };

type Begun = ActRequest & { actor: StaffActor | CustomerActor; kind: string };

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

/** @throws AppError `not_found` */
export async function getConnectionRow({ db }: Context, id: string): Promise<ConnectionWithTokens> {
  const connection = isUuid(id) ? await findConnection(db, { id }) : null;
  if (connection === null) throw notFound();
  return connection;
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

/** What Increase said, by its own names for it; or that it said nothing. */
function describeAnswer({ problem, kind, status }: UpstreamError): string {
  const words = [problem.title, problem.detail].filter((part) => part !== undefined).join(" ");
  const name = [problem.type ?? kind, problem.reason, status].filter((part) => part !== undefined).join(", ");
  if (words !== "") return `Increase answered: “${words}” (${name}).`;
  return kind === "timeout"
    ? `Increase did not answer in time (${name}).`
    : `Increase can’t be reached, or gave no answer that can be understood (${name}).`;
}

/** Increase's own words: the staff can act on them, and they name no secret. */
export function toStaffError(error: unknown, unchanged: string, hint = ""): unknown {
  const isRefusedToken = error instanceof AppError && error.code === "needs_reconnect";
  const cause = isRefusedToken ? error.cause : error;
  if (!(cause instanceof UpstreamError)) return error;
  const code = isRefusedToken ? error.code : cause.code === "not_found" ? "increase_refused" : cause.code;
  const effect = isRefusedToken ? "The customer has to sign in with Increase again." : unchanged;
  return new AppError(code, `${describeAnswer(cause)} ${effect}${hint}`.trim(), { cause });
}

/** What the staff are told of any error; one that nobody has foreseen is whole in the log. */
export function tellStaff({ log }: Context, error: unknown, unchanged: string): string {
  const { code, message } = toSafeError(toStaffError(error, unchanged));
  if (code === "internal") log.error({ err: error }, "what the staff asked for failed");
  return message;
}

/**
 * Runs an act that calls Increase: an intent row, the calls, then the result, its audit entry and the act's end
 * in one transaction. The same form sent twice acts once and is told the same.
 * @throws AppError `conflict` while another act on the connection is under way; what `call` and `store` throw
 */
export async function runAct<T>(context: Context, act: Act<T>): Promise<ActOutcome> {
  const { groupId, id } = await getConnectionRow(context, act.connectionId);
  const begun = await begin(context, act);
  if (begun === null) return repeat(await findAct(context.db, act.actId), act);
  try {
    // Read now that nobody else acts on it: what an act before this one did must be seen before Increase is asked.
    const result = await act.call(await getConnectionRow(context, id));
    return await withCurrentConnection(context, groupId, async (tx, current) => {
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
