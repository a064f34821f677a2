import "server-only";
import {
  readSealedPages,
  sealedKinds,
  type SealedKind,
  type SealedPlace,
  type SealedText,
} from "@/db/queries/sealed-texts";
import type { Context } from "../context";
import { VaultError, type Vault } from "./vault";

/** A row whose text does not open. The text itself is nobody's to see. */
export type UnopenedRow = SealedPlace & { kind: SealedKind; keyId: string | null };

/**
 * What the rows that bear the first key's name say of it. `proven`: it opens them. `another`: it opens none, so it is
 * another key of the same name. `unproven`: there is no such row.
 */
export type FirstKey = "proven" | "another" | "unproven";

/** Kept accounts are long, tokens are short. */
const rowsPerPage = { token: 500, "bank data": 100 };

function isOpenedBy(vault: Vault, kind: SealedKind, { sealed, ...owner }: SealedText): boolean {
  try {
    if (kind === "token") vault.open(sealed, owner);
    else vault.openData(sealed, owner);
    return true;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

/** Opens every row that says it is sealed with the first key, and changes none. */
export async function checkFirstKey({
  db,
  vault,
}: Pick<Context, "db" | "vault">): Promise<{ firstKey: FirstKey; unopened: UnopenedRow[] }> {
  const [first] = vault.keyIds;
  const unopened: UnopenedRow[] = [];
  let opened = 0;
  for (const kind of sealedKinds) {
    for await (const page of readSealedPages(db, kind, { limit: rowsPerPage[kind] })) {
      // Chosen here: asked for one key's rows, PostgreSQL expects few and sorts the whole table for each page.
      for (const row of page.filter(({ keyId }) => keyId === first)) {
        const { connectionId, environment, keyId } = row;
        if (isOpenedBy(vault, kind, row)) opened += 1;
        else unopened.push({ kind, connectionId, environment, keyId });
      }
    }
  }
  if (opened > 0) return { firstKey: "proven", unopened };
  return { firstKey: unopened.length > 0 ? "another" : "unproven", unopened };
}
