import type { Rotation, UnopenedRow } from "@/lib/vault/rotate-tokens";

const number = new Intl.NumberFormat("en-US");
const rows = (count: number) => `${number.format(count)} ${count === 1 ? "row" : "rows"}`;
const are = (count: number) => (count === 1 ? "is" : "are");

type Told = { isDryRun: boolean; keyIds: readonly string[] };

function describeUnopened(
  { kind, connectionId, environment, keyId }: UnopenedRow,
  keyIds: readonly string[],
): string {
  return `✖ ${kind} of connection ${connectionId}, ${environment}: ${whyUnopened(keyId, keyIds)}`;
}

function whyUnopened(keyId: string | null, keyIds: readonly string[]): string {
  if (keyId === null) return "it is no text of the vault's";
  if (!keyIds.includes(keyId)) return `TOKEN_KEYS holds no key named ${keyId}`;
  return keyId === keyIds[0]
    ? `it was changed, belongs to another row, or was sealed with another key named ${keyId}`
    : "it was changed, or belongs to another row";
}

const namedAtMost = 3;

/** None of its own rows opens: far likelier a key that was made twice than every one of them damaged. */
function describeOtherKey({ keyId, unopened }: Rotation): string[] {
  const connections = [...new Set(unopened.map(({ connectionId }) => connectionId))];
  const others = connections.length > namedAtMost ? " and others" : "";
  return [
    `✖ ${keyId} here is another key than the ${keyId} that sealed ${rows(unopened.length)}: none of them opens. Nothing was changed. Take TOKEN_KEYS from the portal's own environment.`,
    `If it is from there, somebody has changed what is stored for the connections ${connections.slice(0, namedAtMost).join(", ")}${others}: see docs/rotation.md.`,
  ];
}

/** Where no row bore the first key's name, the portal may have other bytes under it, and no row shows that. */
function describeUnproven({ keyId, firstKey, resealed }: Rotation, { isDryRun }: Told): string[] {
  if (firstKey !== "unproven" || resealed === 0) return [];
  const unseen = `No row was sealed with ${keyId} before this: the rows can't show whether the portal has this very key under that name.`;
  return isDryRun
    ? [`${unseen} Deploy it there first, and run this with the same value (docs/rotation.md).`]
    : [`${unseen} See now that the portal's own page /admin/setup finds every sealed row openable.`];
}

function describeDone({ keyId, resealed, unopened }: Rotation, { isDryRun }: Told): string[] {
  const done = isDryRun
    ? `A dry run: nothing was changed. ${rows(resealed)} would be sealed anew with ${keyId}.`
    : `✔ ${rows(resealed)} sealed anew with ${keyId}.`;
  const left = `✖ ${rows(unopened.length)} can't be opened, and ${unopened.length === 1 ? "was" : "were"} left alone. Each is named above.`;
  return unopened.length === 0 ? [done] : [done, left];
}

/** An instance that has not heard of the new first key yet could seal with the old one after this count. */
function describeUnused(keyId: string, { keyId: first, resealed, unopened }: Rotation): string {
  const unused = `${keyId} is used by no row any more.`;
  if (unopened.length > 0) return `${unused} Keep it in TOKEN_KEYS until every row opens.`;
  const backups = `Keep it with the backups made until now: nothing else opens them.`;
  return resealed === 0
    ? `${unused} Where every instance of the portal runs with ${first} first, and its page /admin/setup finds every sealed row openable, remove ${keyId} from TOKEN_KEYS and deploy. ${backups}`
    : `${unused} It may go when every instance of the portal runs with ${first} first, and another run after that finds nothing to seal anew.`;
}

function describeUsed(keyId: string, count: number, rotation: Rotation, { isDryRun }: Told): string {
  const unopened = rotation.unopened.filter((row) => row.keyId === keyId).length;
  const used = `${keyId} is still used by ${rows(count)}: keep it in TOKEN_KEYS.`;
  if (isDryRun && unopened < count) return `${used} A run without --dry-run seals them anew.`;
  if (unopened === count)
    return `${used} None of them opens: if they are many, ${keyId} here is another key than the one that sealed them.`;
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
  const { keyId: first, firstKey, rowsByKey, unopened } = rotation;
  if (firstKey === "another") return describeOtherKey(rotation);
  const stored = [...rowsByKey.keys()].filter((keyId) => keyId !== null);
  const old = [...new Set([...told.keyIds, ...stored])].filter((keyId) => keyId !== first);
  const inUse = rowsByKey.get(first) ?? 0;
  return [
    ...unopened.map((row) => describeUnopened(row, told.keyIds)),
    ...describeDone(rotation, told),
    `${first} seals: ${rows(inUse)} ${are(inUse)} sealed with it.`,
    ...describeUnproven(rotation, told),
    ...old.map((keyId) => describeKey(keyId, rotation, told)),
  ];
}

/** Whether nothing is left that this run should have done: otherwise a script must hear of it. */
export function isComplete({ keyId, rowsByKey, unopened }: Rotation, { isDryRun }: Told): boolean {
  const isAllUnderFirst = [...rowsByKey].every(([key, count]) => key === keyId || count === 0);
  return unopened.length === 0 && (isDryRun || isAllUnderFirst);
}
