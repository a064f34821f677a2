import "server-only";
import type { Context } from "../context";
import type { Secret, TokenOwner } from "../vault";

/** Opens a token of a row for a call to Increase. @throws VaultError, once the log has said whose it is */
export function openToken({ vault, log }: Context, sealed: string, owner: TokenOwner): Secret {
  try {
    return vault.open(sealed, owner);
  } catch (error) {
    // Attack: somebody who can write to the database puts one group's token into another's row.
    log.error({ err: error, ...owner }, "a sealed token can't be opened");
    throw error;
  }
}
