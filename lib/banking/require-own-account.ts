import "server-only";
import { findGroupOfAccount } from "@/db/queries/known-accounts";
import type { Context } from "../context";
import { notFound } from "../errors";
import type { AccountRef } from "./account-ref";

/** Increase's ids are opaque; these are the characters that one can be made of. */
const idForm = /^[A-Za-z0-9_-]{1,200}$/;

/**
 * Attack: an id that is a path, such as `../groups/current`.
 * @throws AppError `not_found`
 */
export function requireIdForm(id: string): void {
  if (!idForm.test(id)) throw notFound();
}

/**
 * Our own check of an account, beside Increase's: what is known here as another group's is not even asked for. Returns
 * whether it is known as this group's.
 * @throws AppError `not_found`
 */
export async function requireOwnAccount(
  { db }: Context,
  { groupId, environment, accountId }: AccountRef,
): Promise<boolean> {
  requireIdForm(accountId);
  const owner = await findGroupOfAccount(db, environment, accountId);
  // Attack: another group's account in the address.
  if (owner !== null && owner !== groupId) throw notFound();
  return owner !== null;
}
