import "server-only";
import { noteTokenUse, type ConnectionTokenRow } from "@/db/queries/connection-tokens";
import { findNewestConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import type { Context } from "../context";
import type { AppError } from "../errors";
import { getCurrentGroup, UpstreamError, type GroupClient, type IncreaseEnvironment } from "../increase";
import { applyFact } from "./apply-fact";
import type { Fact } from "./lifecycle";
import { openToken } from "./open-token";
import { needsReconnect, noSandboxToken, notConnected, renewedMeanwhile } from "./refusals";
import { tokenOf } from "./token-of";
import { withCurrentConnection } from "./with-current-connection";

/** How long a call may be held back where Increase has asked to slow down. */
type CallOptions = { longestWaitMs?: number };

/** Which token a group's data is read with: what is kept of that data belongs to it. */
export type TokenPlace = Pick<ConnectionTokenRow, "connectionId" | "environment" | "generation"> & {
  groupId: string;
  /** Whether Increase has accepted the group's live token, as far as is known. */
  isActive: boolean;
};

/** The group's door to Increase for one request: every call made through it keeps the connection true. */
export type OpenGroup = {
  token: TokenPlace;
  /**
   * @throws UpstreamError; AppError `needs_reconnect` once Increase has twice refused the token; where the sandbox
   * is read, `sandbox_refused` once it has refused that token and the one minted in its place
   */
  call<T>(work: (client: GroupClient) => Promise<T>, options?: CallOptions): Promise<T>;
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

/** One refusal may be a passing fault: only a second one, of the same token, is believed. */
async function isRefusedAgain(client: GroupClient): Promise<boolean> {
  try {
    await getCurrentGroup(client);
    return false;
  } catch (error) {
    return isTokenRefusal(error);
  }
}

type Answer = Extract<Fact, { kind: "token_accepted" | "token_refused" }>;

/** Returns whether the answer was about the token that is in use; one of before changes nothing. */
async function learn(
  context: Context,
  { groupId, id }: ConnectionWithTokens,
  answer: Answer,
): Promise<boolean> {
  return withCurrentConnection(context, groupId, async (tx, connection) => {
    // The connection may have been replaced while Increase was answering.
    if (connection?.id !== id) return true;
    const inUse = tokenOf(connection, answer.environment);
    await applyFact(tx, context, connection, answer);
    return inUse === undefined || inUse.generation === answer.generation;
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

/** The door as one token opens it. `refused` is what is thrown once Increase has refused that token for good. */
export async function openDoor(
  context: Context,
  connection: ConnectionWithTokens,
  token: ConnectionTokenRow,
  refused: (cause: UpstreamError) => AppError,
): Promise<Pick<OpenGroup, "call">> {
  const { id: connectionId, groupId } = connection;
  const { environment, generation } = token;
  const tags = { groupId, requestId: context.requestId };
  const secret = await openToken(context, token.sealed, { connectionId, groupId, environment });
  const client = context.increase.group(secret, environment, tags);
  const gate = context.increase.gate(environment, groupId);
  const isKnownRefused = environment === "live" && connection.state === "needs_reconnect";
  const accept = once(async () => {
    await noteUse(context, token, true);
    const fact = { kind: "token_accepted", environment, generation } as const;
    if (isKnownRefused) await learn(context, connection, fact);
  });
  let reason: string | undefined;
  const refuse = once(async () => {
    // Known already: asking again with every page would be a storm of refusals at Increase.
    if (isKnownRefused) return true;
    await noteUse(context, token, false);
    if (!(await isRefusedAgain(client))) return false;
    const fact = { kind: "token_refused", environment, generation, reason } as const;
    // The group has signed in again meanwhile: to tell them to do it once more would be wrong.
    if (!(await learn(context, connection, fact)) && environment === "live") throw renewedMeanwhile();
    return true;
  });
  return {
    async call(work, options) {
      try {
        const result = await gate.run(() => work(client), options);
        await accept();
        return result;
      } catch (error) {
        if (error instanceof UpstreamError) reason ??= error.problem.reason;
        if (isTokenRefusal(error) && (await refuse())) throw refused(error);
        throw error;
      }
    },
  };
}

/** What opens a group: its newest connection, with the token of the environment. @throws as openGroup does */
export async function findKey(
  { db }: Context,
  groupId: string,
  environment: IncreaseEnvironment,
): Promise<{ connection: ConnectionWithTokens; token: ConnectionTokenRow }> {
  const connection = await findNewestConnection(db, groupId);
  if (!connection || !tokenOf(connection, "live")) throw notConnected();
  const token = tokenOf(connection, environment);
  if (!token) throw noSandboxToken();
  return { connection, token };
}

export function tokenPlaceOf(
  { groupId, state }: ConnectionWithTokens,
  token: ConnectionTokenRow,
): TokenPlace {
  const { connectionId, environment, generation } = token;
  return { connectionId, groupId, environment, generation, isActive: state === "active" };
}

/**
 * Opens the group's current connection with its sealed token. The caller has checked the permission.
 * @throws AppError `not_connected` where the group has no usable connection, `no_sandbox_token`
 */
export async function openGroup(
  context: Context,
  groupId: string,
  environment: IncreaseEnvironment,
): Promise<OpenGroup> {
  const { connection, token } = await findKey(context, groupId, environment);
  const door = await openDoor(context, connection, token, needsReconnect);
  return { ...door, token: tokenPlaceOf(connection, token) };
}
