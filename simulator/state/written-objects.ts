import { isoTime, wholeSecondMs } from "../clock";
import type { Environment } from "../environment";
import type { Group } from "../seed/groups";
import { toWire } from "../seed/rows";
import type { Row } from "../seed/rows";
import type { AnyAccount, Event } from "../wire";
import { recordEvent } from "./events";
import { ledgerOf, putRow } from "./ledgers";
import type { World } from "./world";

/** Whose object it is, and where. */
export interface Place {
  environment: Environment;
  group: Group;
}

export interface Change {
  status?: string | undefined;
  name?: string | undefined;
  extra?: Record<string, unknown> | undefined;
}

type Written<R> = R & { environment: Environment; groupId: string };

/** Writes a row into the ledger as it stands, and into the state that the next process starts from. */
export function writeRow<R extends Row<{ id: string }>>(
  { environment, group }: Place,
  { rows, written }: { rows: R[]; written: Written<R>[] },
  row: R,
): void {
  putRow(rows, row);
  const index = written.findIndex((known) => known.value.id === row.value.id);
  written[index >= 0 ? index : written.length] = { ...row, environment, groupId: group.id };
}

/** An account with a status, a name or fields of tomorrow. Null where the group has none with this id. */
export function changeAccount(world: World, place: Place, id: string, change: Change): object | null {
  const rows = ledgerOf(world, place.environment, place.group).accounts;
  const row = rows.find(({ value }) => value.id === id);
  if (!row) return null;
  const { status, name } = change;
  const value = {
    ...row.value,
    status: status ?? row.value.status,
    name: name ?? row.value.name,
    closed_at: closedAt(world, row.value, status),
  };
  const changed = { ...row, value, extra: merged(row.extra, change.extra) };
  writeRow(place, { rows, written: world.state.accounts }, changed);
  recordChange(world, place, "account", id);
  return toWire(changed);
}

export function changeCard(world: World, place: Place, id: string, change: Change): object | null {
  const rows = ledgerOf(world, place.environment, place.group).cards;
  const row = rows.find(({ value }) => value.id === id);
  if (!row) return null;
  const value = { ...row.value, status: change.status ?? row.value.status };
  const changed = { ...row, value, extra: merged(row.extra, change.extra) };
  writeRow(place, { rows, written: world.state.cards }, changed);
  recordChange(world, place, "card", id);
  return toWire(changed);
}

export function changeAccountNumber(world: World, place: Place, id: string, change: Change): object | null {
  const rows = ledgerOf(world, place.environment, place.group).accountNumbers;
  const row = rows.find(({ value }) => value.id === id);
  if (!row) return null;
  const { status, name } = change;
  const value = { ...row.value, status: status ?? row.value.status, name: name ?? row.value.name };
  const changed = { ...row, value, extra: merged(row.extra, change.extra) };
  writeRow(place, { rows, written: world.state.accountNumbers }, changed);
  recordChange(world, place, "account_number", id);
  return toWire(changed);
}

/** Only a closed account was closed at some time. */
function closedAt(world: World, account: AnyAccount, status: string | undefined): string | null {
  if (status === undefined) return account.closed_at;
  if (status !== "closed") return null;
  return account.closed_at ?? isoTime(wholeSecondMs(world.clock.nowMs()));
}

function merged(before: Row<unknown>["extra"], given: Change["extra"]): Row<unknown>["extra"] {
  return before === undefined && given === undefined ? undefined : { ...before, ...given };
}

function recordChange(
  world: World,
  { environment, group }: Place,
  objectType: "account" | "account_number" | "card",
  objectId: string,
): void {
  const category: Event["category"] = `${objectType}.updated`;
  recordEvent(world, { environment, groupId: group.id, category, objectId, objectType });
}
