import "server-only";
import { z } from "zod";
import { holdToken } from "@/db/queries/connection-tokens";
import { findKeptAccounts, findKeptAt, putKeptAccounts } from "@/db/queries/kept-accounts";
import { alertUnopened } from "../alerts";
import type { TokenPlace } from "../connections";
import type { Context } from "../context";
import { AppError } from "../errors";
import type { Account, Balance } from "../increase";
import { VaultError } from "../vault";

/** An account as it was last read, with its balance, for when Increase can't be asked. */
export type KeptAccount = { account: Account; balance: Balance | null };

const kept = z.array(
  z.object({
    account: z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      currency: z.string(),
      bank: z.string(),
      funding: z.string().nullable(),
      createdAt: z.coerce.date(),
      closedAt: z.coerce.date().nullable(),
    }),
    balance: z
      .object({ accountId: z.string(), availableCents: z.number().int(), currentCents: z.number().int() })
      .nullable(),
  }),
);

const keptEveryMs = 60_000;

/** Whether Increase can't be asked at this moment: that alone is a reason to show what it said before. */
export function isIncreaseUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === "increase_unavailable";
}

/**
 * Keeps the accounts, sealed as the group's tokens are; at most once a minute, and never for a token that is gone.
 * @param readAt when Increase was asked for the first of it: what is older never takes the place of what is newer
 */
export async function keepAccounts(
  { db, vault, now }: Context,
  token: TokenPlace,
  { accounts, readAt }: { accounts: KeptAccount[]; readAt: Date },
): Promise<void> {
  // An instance whose clock was ahead has kept something of the future: that is no reason to wait for it.
  const due = { notAfter: new Date(readAt.getTime() - keptEveryMs), now: now() };
  const last = await findKeptAt(db, token);
  if (last !== null && last > due.notAfter && last <= due.now) return;
  const { connectionId, environment } = token;
  const sealed = vault.sealData(JSON.stringify(accounts), token);
  await db.transaction(async (tx) => {
    // Attack: a page that was slow puts a group's balances back after the group has left.
    if (!(await holdToken(tx, token))) return;
    await putKeptAccounts(tx, { connectionId, environment, sealed, readAt }, due);
  });
}

/**
 * What was kept last, with the time it was read; null where nothing is, or what is can't be opened. While Increase
 * refuses the group's token nothing is: it may have been taken back.
 */
export async function findKept(
  context: Context,
  token: TokenPlace,
): Promise<{ accounts: KeptAccount[]; readAt: Date } | null> {
  const { db, vault, log } = context;
  const row = token.isActive ? await findKeptAccounts(db, token) : null;
  if (row === null) return null;
  try {
    const accounts = kept.parse(JSON.parse(vault.openData(row.sealed, token)));
    return { accounts, readAt: row.readAt };
  } catch (error) {
    const isUnusable = error instanceof VaultError || error instanceof z.ZodError;
    if (!isUnusable) throw error;
    log.error({ err: error }, "kept accounts can't be opened");
    if (error instanceof VaultError) await alertUnopened(context, { kind: "bank_data", ...token });
    return null;
  }
}
