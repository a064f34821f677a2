import "server-only";
import { alertUnopened } from "../alerts";
import type { Context } from "../context";
import { VaultError, type Secret, type TokenOwner } from "../vault";

/**
 * Opens a token of a row for a call to Increase.
 * @throws VaultError, once the log has said whose it is, and the platform is to be told
 */
export async function openToken(context: Context, sealed: string, owner: TokenOwner): Promise<Secret> {
  try {
    return context.vault.open(sealed, owner);
  } catch (error) {
    // Attack: somebody who can write to the database puts one group's token into another's row.
    context.log.error({ err: error, ...owner }, "a sealed token can't be opened");
    if (error instanceof VaultError) await alertUnopened(context, { kind: "token", ...owner });
    throw error;
  }
}
