import "server-only";
import type { Database } from "@/db/client";
import {
  countSealed,
  readSealedPages,
  sealedKinds,
  type SealedKind,
  type SealedText,
} from "@/db/queries/sealed-texts";
import { VaultError, type Vault } from "../../vault";
import { needsDatabase, type Check } from "../check";
import type { Doctor } from "../doctor";
import { checked, lacking, type Finding } from "../finding";

const rowsAtOnce = { token: 500, "bank data": 50 };
const namedAtMost = 3;

type Tally = {
  opened: Map<string, number>;
  /** By the name of a key that is not listed. */
  keyless: Map<string, number>;
  /** Connections whose row does not open though its key is there. */
  damaged: string[];
  read: number;
};

function addTo(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Opens a row and forgets what it held. */
function tryRow(vault: Vault, kind: SealedKind, row: SealedText, tally: Tally): void {
  let keyId = "";
  try {
    keyId = vault.keyIdOf(row.sealed);
    if (kind === "token") vault.open(row.sealed, row);
    else vault.openData(row.sealed, row);
    addTo(tally.opened, keyId);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    if (keyId === "" || vault.keyIds.includes(keyId)) tally.damaged.push(row.connectionId);
    else addTo(tally.keyless, keyId);
  }
}

/** Reads one row after another, until all are read or the time is up. */
async function readAll(db: Database, vault: Vault, { now, sealedUntil, onProgress }: Doctor) {
  const tally: Tally = { opened: new Map(), keyless: new Map(), damaged: [], read: 0 };
  const counts = await Promise.all(sealedKinds.map((kind) => countSealed(db, kind)));
  const total = counts.reduce((sum, each) => sum + each, 0);
  let isWhole = true;
  const hasTime = () => (isWhole &&= sealedUntil === null || now() < sealedUntil);
  for (const kind of sealedKinds) {
    for await (const rows of readSealedPages(db, kind, { limit: rowsAtOnce[kind], hasTime })) {
      for (const row of rows) tryRow(vault, kind, row, tally);
      tally.read += rows.length;
      onProgress(tally.read, total);
    }
  }
  return { tally, total, isWhole };
}

const rowsOf = (count: number) => `${count.toLocaleString("en-US")} sealed ${count === 1 ? "row" : "rows"}`;

/** A name out of a damaged row could be anything: none but those that TOKEN_KEYS could hold is said. */
const sayable = (keyId: string) =>
  /^[A-Za-z0-9_-]{1,32}$/.test(keyId) ? keyId : "a key of no possible name";

function findLost({ keyless, damaged }: Tally): Finding[] {
  const named = [...new Set(damaged)].slice(0, namedAtMost).join(", ");
  return [
    ...[...keyless].map(([keyId, count]): Finding => ({
      code: "token_key_missing",
      severity: "error",
      what: `${rowsOf(count)} can’t be opened: TOKEN_KEYS holds no key named ${sayable(keyId)}.`,
      why: "Those customers see an error until the key is back. Nothing is lost as long as somebody has it.",
      fix: `Put the key ${sayable(keyId)} back into TOKEN_KEYS, behind the first. Then run \`npm run tokens:rotate\`, and take it out when that says so. If nobody has it any more, those customers sign in again.`,
    })),
    ...(damaged.length === 0
      ? []
      : [
          {
            code: "sealed_row_damaged",
            severity: "error" as const,
            what: `${rowsOf(damaged.length)} can’t be opened, though the key of that name is there. Connections: ${named}${damaged.length > namedAtMost ? " and others" : ""}.`,
            why: "A row was changed or moved to another connection, or the key in TOKEN_KEYS is another under the same name.",
            fix: "If TOKEN_KEYS was changed lately, put back the value that this name had. If not, treat it as an attack on the database: restore it from a backup, and look in the audit log. Customers whose row stays lost sign in again.",
          },
        ]),
  ];
}

function findOld({ opened }: Tally, [first, ...others]: Vault["keyIds"]): Finding[] {
  const old = others.filter((keyId) => opened.has(keyId));
  return old.map((keyId) => ({
    code: "token_key_old_in_use",
    severity: "warning",
    what: `${rowsOf(opened.get(keyId) ?? 0)} are sealed with ${keyId}, and not with ${first}, the first of TOKEN_KEYS.`,
    why: "A rotation was begun and not ended: the old key can’t be taken out.",
    fix: `Run \`npm run tokens:rotate\`, which seals them anew; it says when ${keyId} may leave TOKEN_KEYS.`,
  }));
}

/**
 * No finding: in a rotation the new key is listed before any row needs it, and an instance of before may still seal
 * with the old one when no row does.
 */
function noteUnused({ opened }: Tally, [, ...others]: Vault["keyIds"]): string[] {
  const unused = others.filter((keyId) => !opened.has(keyId));
  return unused.map(
    (keyId) =>
      `No row is sealed with ${keyId}; see docs/rotation.md, and let \`npm run tokens:rotate\` say when it may go.`,
  );
}

export const sealedRows: Check = {
  id: "sealed_rows",
  title: "Sealed rows",
  whenWell: "Every token and everything kept of bank data opens with a key of TOKEN_KEYS.",
  run: needsDatabase(async ({ db }, doctor) => {
    const { vault } = doctor;
    if (vault === null) return lacking("TOKEN_KEYS");
    const { tally, total, isWhole } = await readAll(db, vault, doctor);
    const used = [...tally.opened].map(([keyId, count]) => `${keyId} seals ${rowsOf(count)}.`);
    const rest = isWhole
      ? noteUnused(tally, vault.keyIds)
      : [`${tally.read} of ${rowsOf(total)} were read; \`npm run doctor\` reads all.`];
    return checked(
      [...findLost(tally), ...findOld(tally, vault.keyIds)],
      [...(total === 0 ? ["There is none yet."] : used), ...rest],
    );
  }),
};
