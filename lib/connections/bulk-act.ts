import "server-only";
import pLimit from "p-limit";
import type { ActOutcome } from "@/db/queries/staff-acts";
import type { Context } from "../context";
import { requireStaffPermission, type Permission } from "../auth/permissions";
import { requireStillAllowed } from "../auth/require-still-allowed";
import { AppError, toSafeError } from "../errors";
import { actIdOf } from "./act";
import { destroySandboxToken } from "./destroy-sandbox-token";
import { disconnectConnection } from "./disconnect";
import { getConnectionRow } from "./get-connection-row";
import { mintSandboxToken } from "./mint-sandbox-token";
import { testConnection } from "./test-connection";

export const bulkActs = ["test", "mint_sandbox_token", "destroy_sandbox_token", "disconnect"] as const;
export type BulkAct = (typeof bulkActs)[number];

/** A connection as the list showed it: the generation of each of its tokens, null where there was none. */
export type ChosenConnection = { connectionId: string; live: number | null; sandbox: number | null };

/** What came of one of the chosen connections: the group's id, or what was given where no connection has that id. */
type BulkResult = { label: string; isDone: boolean; message: string };

export const mostAtOnce = 50;
/** Increase publishes no limit, and a bulk act is no flood. */
const mostInFlight = 5;

const permissionOf: Record<BulkAct, Permission> = {
  test: "connection.test",
  mint_sandbox_token: "sandbox_token.mint",
  destroy_sandbox_token: "sandbox_token.destroy",
  disconnect: "connection.disconnect",
};

const done = (message: string) => ({ isDone: true, message });

/** Done, and what it found is well. */
const toResult = ({ message, isWell = true }: ActOutcome) => ({ isDone: isWell, message });

async function actOnOne(
  context: Context,
  { connectionId, live, sandbox }: ChosenConnection,
  { act, formId, groupId }: { act: BulkAct; formId: string; groupId: string },
): Promise<Omit<BulkResult, "label">> {
  const request = { connectionId, actId: actIdOf(formId, `${act} ${connectionId}`) };
  switch (act) {
    case "test":
      return toResult(await testConnection(context, request));
    case "mint_sandbox_token":
      return toResult(await mintSandboxToken(context, { ...request, replacing: sandbox }));
    case "destroy_sandbox_token":
      return done(
        (await destroySandboxToken(context, { connectionId, seen: sandbox }))
          ? "The sandbox token was destroyed."
          : "There was no sandbox token.",
      );
    case "disconnect":
      return done(
        (await disconnectConnection(context, { connectionId, seen: live, typed: groupId }))
          ? "Disconnected. The grant at Increase stands until the customer revokes it."
          : "It had ended already.",
      );
  }
}

/**
 * One act on several connections, each for itself: what fails of one holds up no other. Sent twice, the same form
 * acts once.
 * @param typed confirms a disconnection: how many are to be disconnected
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `sign_in_again`, `invalid_input`
 */
export async function actOnConnections(
  context: Context,
  {
    act,
    connections,
    formId,
    typed,
  }: { act: BulkAct; connections: ChosenConnection[]; formId: string; typed: string },
): Promise<BulkResult[]> {
  requireStaffPermission(context, permissionOf[act]);
  const chosen = [...new Map(connections.map((each) => [each.connectionId, each])).values()];
  if (chosen.length === 0 || chosen.length > mostAtOnce) {
    throw new AppError(
      "invalid_input",
      `Choose between 1 and ${mostAtOnce} connections. Nothing was changed.`,
    );
  }
  if (act === "disconnect" && typed.trim() !== String(chosen.length)) {
    throw new AppError(
      "invalid_input",
      `${chosen.length} connections are chosen. Nothing was disconnected; type that number to confirm it.`,
    );
  }
  const limit = pLimit(mostInFlight);
  const attempt = async (each: ChosenConnection): Promise<BulkResult> => {
    let label = each.connectionId;
    try {
      const { groupId } = await getConnectionRow(context, each.connectionId);
      label = groupId;
      // Attack: somebody who is removed or demoted goes on to the end of what they chose before.
      await requireStillAllowed(context, permissionOf[act]);
      return { label, ...(await actOnOne(context, each, { act, formId, groupId })) };
    } catch (error) {
      const { code, message } = toSafeError(error);
      if (code === "internal") {
        context.log.error({ err: error }, "a part of a bulk act failed");
      }
      return { label, isDone: false, message };
    }
  };
  return Promise.all(chosen.map((each) => limit(() => attempt(each))));
}
