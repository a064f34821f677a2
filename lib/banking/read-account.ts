import "server-only";
import { holdToken } from "@/db/queries/connection-tokens";
import { addKnownAccounts, findGroupOfAccount } from "@/db/queries/known-accounts";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { notFound, toSafeError } from "../errors";
import { getAccount, UpstreamError, type Account } from "../increase";
import type { AccountRef } from "./account-ref";
import { findKept, isIncreaseUnavailable } from "./kept-accounts";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

export type ReadAccount = {
  account: Account;
  /** When it was read, where Increase can't be asked now; and why it can't, in words to show. */
  keptAt: Date | null;
  keptBecause: string | null;
};

async function ask(context: Context, group: OpenGroup, accountId: string): Promise<ReadAccount> {
  try {
    const account = await group.call((client) => getAccount(client, accountId));
    requireSameAccount(context, accountId, [{ accountId: account.id }]);
    return { account, keptAt: null, keptBecause: null };
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === "not_found") throw notFound();
    if (!isIncreaseUnavailable(error)) throw error;
    const kept = await findKept(context, group.token);
    const known = kept?.accounts.find(({ account }) => account.id === accountId);
    if (!kept || !known) throw error;
    context.log.warn({ err: error, accountId }, "an account is shown as kept");
    const { message: keptBecause } = toSafeError(error);
    return { account: known.account, keptAt: kept.readAt, keptBecause };
  }
}

/** Notes whose the account is. Null: the token it was read with has gone meanwhile. */
async function claim({ db }: Context, { token }: OpenGroup, accountId: string): Promise<string | null> {
  const { environment, groupId, connectionId } = token;
  return db.transaction(async (tx) => {
    if (!(await holdToken(tx, token))) return null;
    await addKnownAccounts(tx, { environment, groupId, connectionId }, [accountId]);
    return findGroupOfAccount(tx, environment, accountId);
  });
}

/**
 * One of the group's accounts; as it was kept, with the time, where Increase can't be asked.
 * @throws AppError `not_found` for one that is unknown, or another group's; as openGroupForReading does; UpstreamError
 */
export async function readAccount(context: Context, ref: AccountRef): Promise<ReadAccount> {
  const group = await openGroupForReading(context, "account.read", ref);
  const { groupId, accountId } = ref;
  const isKnown = await requireOwnAccount(context, ref);
  const read = await ask(context, group, accountId);
  if (isKnown || read.keptAt !== null) return read;
  const claimed = await claim(context, group, accountId);
  if (claimed !== null && claimed !== groupId) {
    // Attack, or a fault of Increase's: an account that another group here is known to have.
    const { log } = context;
    log.error({ accountId, groupId, otherGroupId: claimed }, "Increase shows an account to two groups");
    throw notFound();
  }
  return read;
}
