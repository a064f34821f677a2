import "server-only";
import type { Executor } from "@/db/client";
import {
  countMintedSandboxTokens,
  findNewestSandboxAct,
  type ConnectionTokenRow,
} from "@/db/queries/connection-tokens";
import type { Context } from "../context";
import { AppError } from "../errors";
import type { IncreaseGateway } from "../increase";
import { getConnectionRow } from "./get-connection-row";
import { exchangeForSandboxToken, storeSandboxToken } from "./mint-sandbox-token";
import { noSandboxToken, notMintedAnew, sandboxRefused } from "./refusals";
import { tokenOf } from "./token-of";
import { withCurrentConnection } from "./with-current-connection";

type Refused = Pick<ConnectionTokenRow, "connectionId" | "generation"> & { groupId: string };

/**
 * Attack on a decision of the staff: a slow page whose token was refused mints another in the place of one that was
 * destroyed meanwhile. Only the removal of this very token calls for a new one.
 * @throws AppError `no_sandbox_token`, or `sandbox_refused` where a later one has been refused as well
 */
async function requireRemovedLast(db: Executor, { connectionId, generation }: Refused): Promise<void> {
  if ((await findNewestSandboxAct(db, connectionId)) !== "sandbox_token.removed") throw noSandboxToken();
  if ((await countMintedSandboxTokens(db, connectionId)) !== generation) throw sandboxRefused();
}

async function remint(context: Context, refused: Refused): Promise<ConnectionTokenRow> {
  const { connectionId, groupId } = refused;
  const connection = await getConnectionRow(context, connectionId);
  const present = tokenOf(connection, "sandbox");
  if (present !== undefined) return present;
  await requireRemovedLast(context.db, refused);
  const minted = await exchangeForSandboxToken(context, connection, null);
  return withCurrentConnection(context, groupId, async (tx, current) => {
    const held = current?.id === connectionId ? current : null;
    const other = tokenOf(held, "sandbox");
    if (other !== undefined) return other;
    await requireRemovedLast(tx, refused);
    const [action, reason] = ["sandbox_token.minted", "Increase refused the one before"] as const;
    return storeSandboxToken(tx, context, held, { minted, replacing: null, action, reason });
  });
}

/** What is being minted anew in this process: twenty pages that meet the same refusal make one call. */
const underWay = new WeakMap<IncreaseGateway, Map<string, Promise<ConnectionTokenRow>>>();

/**
 * Mints a token in the place of one that Increase has refused, which is gone by now. Whoever comes second finds the
 * first one's. The caller has checked the permission.
 * @throws AppError `no_sandbox_token`, `sandbox_refused`, `increase_unavailable`
 */
export async function remintSandboxToken(context: Context, refused: Refused): Promise<ConnectionTokenRow> {
  const mints = underWay.get(context.increase) ?? new Map<string, Promise<ConnectionTokenRow>>();
  underWay.set(context.increase, mints);
  const key = `${refused.connectionId} ${refused.generation}`;
  const minting = mints.get(key) ?? remint(context, refused).finally(() => mints.delete(key));
  mints.set(key, minting);
  try {
    return await minting;
  } catch (error) {
    const isTold =
      !(error instanceof AppError) || ["no_sandbox_token", "sandbox_refused"].includes(error.code);
    throw isTold ? error : notMintedAnew(error);
  }
}
