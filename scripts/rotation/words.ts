import type { Rotation, UnopenedRow } from "@/lib/vault/rotate-tokens";

const number = new Intl.NumberFormat("en-US");
const rows = (count: number) => `${number.format(count)} ${count === 1 ? "row" : "rows"}`;
const are = (count: number) => (count === 1 ? "is" : "are");

type Told = { isDryRun: boolean; keyIds: readonly string[] };

function describeUnopened(
  { kind, connectionId, environment, keyId }: UnopenedRow,
  keyIds: readonly string[],
): string {
  const why =
    keyId === null
      ? "it is no text of the vault's"
      : keyIds.includes(keyId)
        ? "it was changed, or belongs to another row"
        : `TOKEN_KEYS holds no key named ${keyId}`;
  return `✖ ${kind} of connection ${connectionId}, ${environment}: ${why}`;
}

function describeDone({ keyId, resealed, unopened }: Rotation, { isDryRun }: Told): string[] {
  const done = isDryRun
    ? `A dry run: nothing was changed. ${rows(resealed)} would be sealed anew with ${keyId}.`
    : `✔ ${rows(resealed)} sealed anew with ${keyId}.`;
  const left = `✖ ${rows(unopened.length)} can't be opened, and ${unopened.length === 1 ? "was" : "were"} left alone. Each is named above.`;
  return unopened.length === 0 ? [done] : [done, left];
}

/** An instance that has not heard of the new first key yet could seal with the old one after this count. */
function describeUnused(keyId: string, { keyId: first, resealed }: Rotation): string {
  const unused = `${keyId} is used by no row any more.`;
  const backups = `Keep it with the backups made until now: nothing else opens them.`;
  return resealed === 0
    ? `${unused} Where every instance of the portal runs with ${first} first, remove ${keyId} from TOKEN_KEYS and deploy. ${backups}`
    : `${unused} It may go when every instance of the portal runs with ${first} first, and another run after that finds nothing to seal anew.`;
}

function describeUsed(keyId: string, count: number, rotation: Rotation, { isDryRun }: Told): string {
  const unopened = rotation.unopened.filter((row) => row.keyId === keyId).length;
  const used = `${keyId} is still used by ${rows(count)}: keep it in TOKEN_KEYS.`;
  if (isDryRun && unopened < count) return `${used} A run without --dry-run seals them anew.`;
  if (unopened === count) return `${used} None of them opens.`;
  return `${used} An instance of the portal still seals with it: see that each runs with ${rotation.keyId} first, and run this again.`;
}

function describeKey(keyId: string, rotation: Rotation, told: Told): string {
  const count = rotation.rowsByKey.get(keyId) ?? 0;
  if (!told.keyIds.includes(keyId)) {
    return `${keyId} is used by ${rows(count)}, and is not in TOKEN_KEYS: put it back behind ${rotation.keyId}, deploy, and run this again.`;
  }
  return count === 0 ? describeUnused(keyId, rotation) : describeUsed(keyId, count, rotation, told);
}

/** What a run has done and what may be done now, a line each. Never a text, and no more of a key than its name. */
export function describeRotation(rotation: Rotation, told: Told): string[] {
  const { keyId: first, rowsByKey, unopened } = rotation;
  const stored = [...rowsByKey.keys()].filter((keyId) => keyId !== null);
  const old = [...new Set([...told.keyIds, ...stored])].filter((keyId) => keyId !== first);
  const inUse = rowsByKey.get(first) ?? 0;
  return [
    ...unopened.map((row) => describeUnopened(row, told.keyIds)),
    ...describeDone(rotation, told),
    `${first} seals: ${rows(inUse)} ${are(inUse)} sealed with it.`,
    ...old.map((keyId) => describeKey(keyId, rotation, told)),
  ];
}

/** Whether nothing is left that this run should have done: otherwise a script must hear of it. */
export function isComplete({ keyId, rowsByKey, unopened }: Rotation, { isDryRun }: Told): boolean {
  const isAllUnderFirst = [...rowsByKey].every(([key, count]) => key === keyId || count === 0);
  return unopened.length === 0 && (isDryRun || isAllUnderFirst);
}
