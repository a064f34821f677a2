import "server-only";
import { noteTokenUse, type ConnectionTokenRow } from "@/db/queries/connection-tokens";
import { findNewestConnection } from "@/db/queries/connections";
import type { Context } from "../context";
import { AppError } from "../errors";
import { getCurrentGroup, UpstreamError, type GroupClient, type IncreaseEnvironment } from "../increase";
import { applyFact } from "./apply-fact";
import type { Fact } from "./lifecycle";
import { withCurrentConnection } from "./with-current-connection";

/** The group's door to Increase for one request: every call made through it keeps the connection true. */
export type OpenGroup = {
  /** @throws UpstreamError, AppError `needs_reconnect` once Increase has twice refused the token */
  call<T>(work: (client: GroupClient) => Promise<T>): Promise<T>;
};

const useIsNotedEveryMs = 60_000;

/** A 401 for these reasons tells of the platform's set-up, not of the customer's token. */
const reasonsAboutUs = new Set(["ip_not_allowed", "no_api_access", "wrong_environment", "no_header"]);

function isTokenRefusal(error: unknown): error is UpstreamError {
  return (
    error instanceof UpstreamError &&
    error.kind === "unauthorized" &&
    !reasonsAboutUs.has(error.problem.reason ?? "")
  );
}

export function needsReconnect(cause?: UpstreamError): AppError {
  return new AppError(
    "needs_reconnect",
    "Increase no longer accepts this connection. Your data at Increase is untouched; sign in with Increase again to reconnect.",
    { cause },
  );
}

/** One refusal may be a passing fault: only a second one, of the same token, is believed. */
async function isRefusedAgain(client: GroupClient): Promise<boolean> {
  try {
    await getCurrentGroup(client);
    return false;
  } catch (error) {
    return isTokenRefusal(error);
  }
}

async function learn(context: Context, groupId: string, connectionId: string, fact: Fact): Promise<void> {
  await withCurrentConnection(context, groupId, async (tx, connection) => {
    // The connection may have been replaced while Increase was answering.
    if (connection?.id === connectionId) await applyFact(tx, context, connection, fact);
  });
}

async function noteUse(context: Context, token: ConnectionTokenRow, wasAccepted: boolean): Promise<void> {
  const now = context.now();
  const last = wasAccepted ? token.lastOkAt : token.lastUsedAt;
  if (last !== null && now.getTime() - last.getTime() < useIsNotedEveryMs) return;
  await noteTokenUse(
    context.db,
    token,
    wasAccepted ? { lastUsedAt: now, lastOkAt: now } : { lastUsedAt: now },
  );
}

/** Runs `work` at most once, however often it is asked for; all who ask share the outcome. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let outcome: Promise<T> | undefined;
  return () => (outcome ??= work());
}

/**
 * Opens the group's current connection with its sealed token. The caller has checked the permission.
 * @throws AppError `not_connected` where the group has no usable connection
 */
export async function openGroup(
  context: Context,
  groupId: string,
  environment: IncreaseEnvironment,
): Promise<OpenGroup> {
  const connection = await findNewestConnection(context.db, groupId);
  const token = connection?.tokens.find((candidate) => candidate.environment === environment);
  if (!connection || !token) {
    throw new AppError("not_connected", "This group is not connected. Sign in with Increase to connect it.");
  }
  const owner = { connectionId: connection.id, groupId, environment };
  const tags = { groupId, requestId: context.requestId };
  const client = context.increase.group(context.vault.open(token.sealed, owner), environment, tags);
  const about = { environment, generation: token.generation };
  const accept = once(async () => {
    await noteUse(context, token, true);
    if (connection.state === "needs_reconnect") {
      await learn(context, groupId, connection.id, { kind: "token_accepted", ...about });
    }
  });
  let reason: string | undefined;
  const refuse = once(async () => {
    // Known already: asking again with every page would be a storm of refusals at Increase.
    if (connection.state === "needs_reconnect") return true;
    await noteUse(context, token, false);
    if (!(await isRefusedAgain(client))) return false;
    await learn(context, groupId, connection.id, { kind: "token_refused", ...about, reason });
    return true;
  });
  return {
    async call(work) {
      try {
        const result = await work(client);
        await accept();
        return result;
      } catch (error) {
        if (error instanceof UpstreamError) reason ??= error.problem.reason;
        if (isTokenRefusal(error) && (await refuse())) throw needsReconnect(error);
        throw error;
      }
    },
  };
}
