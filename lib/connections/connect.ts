import "server-only";
import type { Transaction } from "@/db/client";
import { putToken } from "@/db/queries/connection-tokens";
import {
  insertConnection,
  lockCurrentConnection,
  updateConnection,
  type ConnectionWithTokens,
} from "@/db/queries/connections";
import { deleteSession } from "@/db/queries/sessions";
import { upsertUser } from "@/db/queries/users";
import { recordAudit } from "../audit";
import type { Context } from "../context";
import type { Secret } from "../vault";
import { spendConnectLink } from "./connect-links";
import { advance, newLifecycle } from "./lifecycle";
import { toLifecycle } from "./apply-fact";

export type OAuthScope = "read_only" | "read_write";

type ConnectInput = {
  /** As `GET /groups/current` named it with this very token. */
  groupId: string;
  provider: string;
  token: Secret;
  scope: OAuthScope;
  /** Hash of the session that this browser came with, whichever group it was of; it ends here. */
  presentedSessionHash: string | null;
  /** When this browser began the sign-in. */
  begunAt: Date;
  /** The link that it was begun with; it is used up by this. */
  connectLinkId: string | null;
};

/** A connection as a sign-in left it: enough to find Increase's id of it afterwards. */
export type Connected = {
  connectionId: string;
  groupId: string;
  generation: number;
  begunAt: Date;
  connectedAt: Date;
};

async function begunConnection(tx: Transaction, context: Context, { groupId, scope, begunAt }: ConnectInput) {
  const now = context.now();
  const lifecycle = newLifecycle();
  const row = await insertConnection(tx, {
    groupId,
    scope,
    state: lifecycle.state,
    connectedAt: now,
    signInBegunAt: begunAt,
    stateChangedAt: now,
    stateReason: "signed_in",
  });
  return { id: row.id, lifecycle, before: undefined };
}

async function renewedConnection(
  tx: Transaction,
  context: Context,
  current: ConnectionWithTokens,
  { scope, begunAt }: ConnectInput,
) {
  const before = toLifecycle(current);
  const lifecycle = advance(before, { kind: "connected", generation: (before.live ?? 0) + 1 });
  await updateConnection(tx, current.groupId, current.id, {
    state: lifecycle.state,
    scope,
    // Increase may have made a new connection: a deactivation of the old id must not end this token.
    oauthConnectionId: null,
    missingSince: null,
    signInBegunAt: begunAt,
    stateReason: "signed_in",
    ...(lifecycle.state === before.state ? {} : { stateChangedAt: context.now() }),
  });
  return { id: current.id, lifecycle, before: { ...before } };
}

/**
 * What a sign-in stores, in one transaction: the browser's old session ends; user, account row, connection,
 * sealed token and audit entry stand. The token always replaces the one before it.
 * @throws AppError `conflict` where its connect link is no longer good
 */
export async function connect(context: Context, input: ConnectInput): Promise<Connected> {
  return context.db.transaction(async (tx) => {
    await upsertUser(tx, input.groupId, input.provider);
    if (input.presentedSessionHash !== null) await deleteSession(tx, input.presentedSessionHash);
    const current = await lockCurrentConnection(tx, input.groupId);
    const { id, lifecycle, before } =
      current === null
        ? await begunConnection(tx, context, input)
        : await renewedConnection(tx, context, current, input);
    const owner = { connectionId: id, groupId: input.groupId, environment: "live" } as const;
    const generation = lifecycle.live ?? 1;
    await putToken(tx, {
      connectionId: id,
      environment: "live",
      generation,
      sealed: context.vault.seal(input.token, owner),
      mintedAt: context.now(),
    });
    if (input.connectLinkId !== null) {
      await spendConnectLink(tx, context, {
        id: input.connectLinkId,
        groupId: input.groupId,
        connectionId: id,
      });
    }
    await recordAudit(tx, context, {
      action: before === undefined ? "connection.connected" : "connection.reconnected",
      targetKind: "connection",
      targetId: id,
      groupId: input.groupId,
      before,
      after: { ...lifecycle, scope: input.scope },
      actor: { kind: "customer", groupId: input.groupId },
    });
    const { groupId, begunAt } = input;
    return { connectionId: id, groupId, generation, begunAt, connectedAt: context.now() };
  });
}
