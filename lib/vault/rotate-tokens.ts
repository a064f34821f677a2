import "server-only";
import pLimit from "p-limit";
import {
  countSealedByKey,
  readSealedPages,
  replaceSealed,
  sealedKinds,
  type SealedKind,
  type SealedText,
} from "@/db/queries/sealed-texts";
import { recordAudit } from "../audit";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { checkFirstKey, type FirstKey, type UnopenedRow } from "./check-first-key";
import { VaultError, type TokenOwner, type Vault } from "./vault";

export type { UnopenedRow } from "./check-first-key";

export type Rotation = {
  /** The key that seals. */
  keyId: string;
  /** What its own rows said of it before anything was sealed. `another`: nothing was done. */
  firstKey: FirstKey;
  /** How many rows this run has sealed anew; in a dry run, how many it would have. */
  resealed: number;
  unopened: UnopenedRow[];
  /** How many rows are sealed with each key now. Null: of no form that the vault writes. */
  rowsByKey: Map<string | null, number>;
};

/** All that it needs: neither a key of Increase's nor a page's environment. */
export type RotationContext = Pick<Context, "actor" | "db" | "vault" | "now" | "requestId" | "source">;

type Options = {
  isDryRun?: boolean;
  /** Called when its beginning is in the audit log, and before the first row is sealed. */
  onBegin?: () => void;
  onProgress?: (done: number, all: number) => void;
};

const rowsPerPage = 100;
const rowsAtOnce = 4;
/** A row that somebody else has written meanwhile is looked at again, so often at the most. */
const mostPasses = 5;

function reseal(vault: Vault, kind: SealedKind, sealed: string, owner: TokenOwner): string {
  return kind === "token"
    ? vault.seal(vault.open(sealed, owner), owner)
    : vault.sealData(vault.openData(sealed, owner), owner);
}

type Outcome = "resealed" | "unopened" | "changed";

async function rotateRow(
  { db, vault }: RotationContext,
  kind: SealedKind,
  { sealed, ...row }: SealedText,
  isDryRun: boolean,
): Promise<Outcome> {
  let to: string;
  try {
    to = reseal(vault, kind, sealed, row);
  } catch (error) {
    if (error instanceof VaultError) return "unopened";
    throw error;
  }
  if (isDryRun) return "resealed";
  return (await replaceSealed(db, kind, row, { from: sealed, to })) ? "resealed" : "changed";
}

type Pass = { resealed: number; changed: number; unopened: UnopenedRow[] };

/** Looks once at every row that is sealed with another key. */
async function runPass(context: RotationContext, isDryRun: boolean, onRow: () => void): Promise<Pass> {
  const pass: Pass = { resealed: 0, changed: 0, unopened: [] };
  const limit = pLimit(rowsAtOnce);
  const [exceptKeyId] = context.vault.keyIds;
  for (const kind of sealedKinds) {
    for await (const page of readSealedPages(context.db, kind, { exceptKeyId, limit: rowsPerPage })) {
      // Each row by itself, in a statement of its own: no lock is held while another is waited for.
      await limit.map(page, async (row) => {
        const outcome = await rotateRow(context, kind, row, isDryRun);
        const { connectionId, environment, keyId } = row;
        if (outcome === "unopened") pass.unopened.push({ kind, connectionId, environment, keyId });
        else pass[outcome] += 1;
        onRow();
      });
    }
  }
  return pass;
}

async function countRows({ db }: RotationContext): Promise<Rotation["rowsByKey"]> {
  const rowsByKey: Rotation["rowsByKey"] = new Map();
  for (const kind of sealedKinds) {
    for (const { keyId, rows } of await countSealedByKey(db, kind)) {
      rowsByKey.set(keyId, (rowsByKey.get(keyId) ?? 0) + rows);
    }
  }
  return rowsByKey;
}

/** Goes over the rows until nobody has changed one meanwhile. */
async function runPasses(
  context: RotationContext,
  isDryRun: boolean,
  onRow: () => void,
): Promise<Pick<Rotation, "resealed" | "unopened">> {
  let resealed = 0;
  let pass: Pass | undefined;
  for (let number = 0; number < mostPasses && pass?.changed !== 0; number += 1) {
    pass = await runPass(context, isDryRun, onRow);
    resealed += pass.resealed;
  }
  return { resealed, unopened: pass?.unopened ?? [] };
}

const unproven = { firstKey: "unproven", unopened: [] } as const;

/**
 * Seals every token, and the bank data that is kept, anew with the first key, while the portal serves. What is left to do
 * is what the rows say, so a run that was cut off is gone on with by the next. Generations stay: the tokens are the same.
 * @throws AppError `not_found` for anybody but the system
 */
export async function rotateTokens(
  context: RotationContext,
  { isDryRun = false, onBegin = () => undefined, onProgress = () => undefined }: Options = {},
): Promise<Rotation> {
  requireSystemPermission(context, "token.rotate");
  const [keyId] = context.vault.keyIds;
  const before = await countRows(context);
  const all = [...before].reduce((sum, [key, rows]) => (key === keyId ? sum : sum + rows), 0);
  const { firstKey, unopened: own } = before.has(keyId) ? await checkFirstKey(context) : unproven;
  // Other bytes under the portal's own name: what they seal, no instance of the portal could open.
  if (all === 0 || firstKey === "another") {
    return { keyId, firstKey, resealed: 0, unopened: [...own], rowsByKey: before };
  }
  let done = 0;
  const onRow = () => onProgress(Math.min((done += 1), all), all);
  if (!isDryRun) {
    await note(context, "tokens.rotation_begun", { rows: all });
    onBegin();
  }
  const { resealed, unopened: others } = await runPasses(context, isDryRun, onRow);
  const unopened = [...own, ...others];
  if (!isDryRun) await note(context, "tokens.rotated", { resealed, unopened: unopened.length });
  return { keyId, firstKey, resealed, unopened, rowsByKey: await countRows(context) };
}

/**
 * Two entries for a run, and none for a row: that one is the same as before for all who read it. Both are of one request,
 * so a beginning without an end is a run that was cut off.
 */
async function note(
  context: RotationContext,
  action: "tokens.rotation_begun" | "tokens.rotated",
  after: Record<string, number>,
): Promise<void> {
  const [targetId] = context.vault.keyIds;
  await context.db.transaction((tx) =>
    recordAudit(tx, context, { action, targetKind: "token_key", targetId, groupId: null, after }),
  );
}
