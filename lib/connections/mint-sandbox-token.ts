import "server-only";
import type { Transaction } from "@/db/client";
import { findNewestConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import { countMintedSandboxTokens, putToken, type ConnectionTokenRow } from "@/db/queries/connection-tokens";
import type { ActOutcome } from "@/db/queries/staff-acts";
import { recordAudit, type AuditAction } from "../audit";
import { requireCustomerPermission, requireStaffPermission } from "../auth/permissions";
import type { Context, CustomerActor, StaffActor } from "../context";
import { AppError } from "../errors";
import { exchangeProductionToken, UpstreamError, type OAuthToken } from "../increase";
import { isKnownAct, runAct, type ActRequest } from "./act";
import { isCurrent } from "./lifecycle";
import { openToken } from "./open-token";
import { notConnected } from "./refusals";
import { toStaffError } from "./staff-words";
import { tokenOf } from "./token-of";

function refuse(message: string): AppError {
  return new AppError("conflict", message);
}

function requireMintable(connection: ConnectionWithTokens, expected: number | null) {
  const live = tokenOf(connection, "live");
  if (!isCurrent(connection.state) || live === undefined) {
    throw refuse("This connection has ended, so no token can be minted from it. Nothing was changed.");
  }
  requireExpected(connection, expected);
  return live;
}

/** Attack on nobody, but a race: of two people who mint at once, the second would silently undo the first. */
function requireExpected(connection: ConnectionWithTokens, expected: number | null): void {
  if ((tokenOf(connection, "sandbox")?.generation ?? null) === expected) return;
  throw refuse(
    "The sandbox token has changed since you opened this page. Nothing was changed; look at it again, and repeat this if it is still needed.",
  );
}

type Minted = OAuthToken & { liveGeneration: number };

/** The one call to Increase. @throws UpstreamError, AppError `conflict` */
export async function exchangeForSandboxToken(
  context: Context,
  connection: ConnectionWithTokens,
  expected: number | null,
): Promise<Minted> {
  const live = requireMintable(connection, expected);
  const { id: connectionId, groupId } = connection;
  const owner = { connectionId, groupId, environment: "live" } as const;
  const { increase, requestId } = context;
  const token = await openToken(context, live.sealed, owner);
  const minted = await exchangeProductionToken(increase, token, { groupId, requestId });
  return { ...minted, liveGeneration: live.generation };
}

type Storing = { minted: Minted; replacing: number | null; action: AuditAction; reason?: string };

/** Seals the new token in the caller's transaction, where nothing has changed while Increase was answering. */
export async function storeSandboxToken(
  tx: Transaction,
  context: Context,
  connection: ConnectionWithTokens | null,
  { minted, replacing, action, reason }: Storing,
): Promise<ConnectionTokenRow> {
  if (connection === null || tokenOf(connection, "live")?.generation !== minted.liveGeneration) {
    throw refuse("The connection has changed while Increase was answering. The new token was thrown away.");
  }
  requireExpected(connection, replacing);
  const { id: connectionId, groupId } = connection;
  const owner = { connectionId, groupId, environment: "sandbox" } as const;
  // One that was destroyed counts too: what is known of an old token must never fit a new one.
  const generation = Math.max(replacing ?? 0, await countMintedSandboxTokens(tx, connectionId)) + 1;
  const sealed = context.vault.seal(minted.token, owner);
  const row = { connectionId, environment: "sandbox", generation, sealed, mintedAt: context.now() } as const;
  await putToken(tx, row);
  await recordAudit(tx, context, {
    action,
    targetKind: "connection",
    targetId: connectionId,
    groupId,
    before: { sandbox: replacing },
    after: { sandbox: generation },
    reason,
  });
  return { ...row, lastUsedAt: null, lastOkAt: null };
}

type MintRequest = ActRequest & { replacing: number | null };

function runMint(
  context: Context,
  { replacing, ...request }: MintRequest & { actor: StaffActor | CustomerActor },
  toError: (error: unknown) => unknown,
): Promise<ActOutcome> {
  return runAct(context, {
    ...request,
    kind: "sandbox_token.mint",
    call: async (connection) => {
      try {
        return await exchangeForSandboxToken(context, connection, replacing);
      } catch (error) {
        throw toError(error);
      }
    },
    store: async (tx, connection, minted) => {
      const action = replacing === null ? "sandbox_token.minted" : "sandbox_token.replaced";
      await storeSandboxToken(tx, context, connection, { minted, replacing, action });
      const message = replacing === null ? "A sandbox token was minted." : "The sandbox token was replaced.";
      return { message };
    },
  });
}

function isOurKeyRefused(error: unknown): boolean {
  return error instanceof UpstreamError && (error.kind === "unauthorized" || error.kind === "forbidden");
}

/**
 * Mints a sandbox token from the connection's live one, in place of the one that the caller has seen, if any.
 * https://increase.com/documentation/oauth
 * @param replacing the generation of the token to be replaced; null where there is none yet
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `conflict`, `increase_refused`, `increase_unavailable`
 */
export async function mintSandboxToken(context: Context, request: MintRequest): Promise<ActOutcome> {
  const actor = requireStaffPermission(context, "sandbox_token.mint");
  const unchanged =
    request.replacing === null
      ? "No sandbox token was minted."
      : "The sandbox token kept before is unchanged.";
  return runMint(context, { ...request, actor }, (error) =>
    toStaffError(
      error,
      unchanged,
      isOurKeyRefused(error)
        ? " Increase’s sandbox refused the platform’s own key: look at INCREASE_SANDBOX_API_KEY and INCREASE_SANDBOX_API_URL."
        : "",
    ),
  );
}

/**
 * The same by the customer, whose group has none yet.
 * @throws AppError `not_signed_in`, `not_found`, `not_connected`, `conflict`; UpstreamError
 */
export async function mintOwnSandboxToken(
  context: Context,
  { groupId, actId }: { groupId: string; actId: string },
): Promise<ActOutcome> {
  const actor = requireCustomerPermission(context, "sandbox_token.mint", groupId);
  const connection = await findNewestConnection(context.db, groupId);
  if (connection === null || !isCurrent(connection.state)) throw notConnected();
  // Attack: a customer who has one sends new forms again and again, each of which would leave a row, and take the
  // connection's turn from the staff. A form that was sent before is told what came of it.
  if (tokenOf(connection, "sandbox") !== undefined && !(await isKnownAct(context, actId))) {
    throw refuse(
      "This group has a sandbox token already. Nothing was changed; load the page again to use it.",
    );
  }
  const request = { connectionId: connection.id, actId, replacing: null, actor };
  return runMint(context, request, (error) => error);
}
