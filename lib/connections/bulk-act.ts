import "server-only";
import pLimit from "p-limit";
import type { Context } from "../context";
import { requireStaffPermission, type Permission } from "../auth/permissions";
import { AppError, toSafeError } from "../errors";
import { actIdOf, getConnectionRow } from "./act";
import { destroySandboxToken } from "./destroy-sandbox-token";
import { disconnectConnection } from "./disconnect";
import { mintSandboxToken } from "./mint-sandbox-token";
import { testConnection } from "./test-connection";

export const bulkActs = ["test", "mint_sandbox_token", "destroy_sandbox_token", "disconnect"] as const;
export type BulkAct = (typeof bulkActs)[number];

/** What came of one of the chosen connections. */
export type BulkResult = { label: string; isDone: boolean; message: string };

export const mostAtOnce = 50;
/** Increase publishes no limit, and a bulk act is no flood. */
const mostInFlight = 5;

const permissionOf: Record<BulkAct, Permission> = {
  test: "connection.test",
  mint_sandbox_token: "sandbox_token.mint",
  destroy_sandbox_token: "sandbox_token.destroy",
  disconnect: "connection.disconnect",
};

async function actOnOne(
  context: Context,
  { act, formId, connectionId }: { act: BulkAct; formId: string; connectionId: string },
): Promise<BulkResult> {
  const { groupId: label, tokens } = await getConnectionRow(context, connectionId);
  const request = { connectionId, actId: actIdOf(formId, connectionId) };
  const done = (message: string): BulkResult => ({ label, isDone: true, message });
  switch (act) {
    case "test":
      return done((await testConnection(context, request)).message);
    case "mint_sandbox_token": {
      const replacing = tokens.find(({ environment }) => environment === "sandbox")?.generation ?? null;
      return done((await mintSandboxToken(context, { ...request, replacing })).message);
    }
    case "destroy_sandbox_token":
      return done(
        (await destroySandboxToken(context, { connectionId }))
          ? "The sandbox token was destroyed."
          : "There was no sandbox token.",
      );
    case "disconnect":
      return done(
        (await disconnectConnection(context, { connectionId, typed: label }))
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
  { act, ids, formId, typed }: { act: BulkAct; ids: string[]; formId: string; typed: string },
): Promise<BulkResult[]> {
  requireStaffPermission(context, permissionOf[act]);
  const chosen = [...new Set(ids)];
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
  const attempt = async (connectionId: string): Promise<BulkResult> => {
    try {
      return await actOnOne(context, { act, formId, connectionId });
    } catch (error) {
      const { code, message } = toSafeError(error);
      if (code === "internal") {
        context.log.error({ err: error, requestId: context.requestId }, "a part of a bulk act failed");
      }
      return { label: connectionId, isDone: false, message };
    }
  };
  return Promise.all(chosen.map((id) => limit(() => attempt(id))));
}
