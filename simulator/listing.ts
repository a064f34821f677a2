import { secondMs } from "./clock";
import type { Call } from "./endpoint";
import { listPage } from "./pagination";
import type { Keyed, Page } from "./pagination";
import { timeWindow } from "./query";
import type { ListParameters } from "./query";

interface Listing<Row, T> {
  keep: (row: Row) => boolean;
  toWire: (row: Row) => T;
  direction?: "ascending" | "descending";
  /** The earliest moment that is listed at all. */
  notBefore?: number;
}

const tenMinutesMs = 600 * secondMs;

/** The page of rows that a list call asks for, newest first unless told otherwise. */
export function answerList<Row extends Keyed, T, Query extends ListParameters>(
  call: Call<Query, unknown>,
  rows: readonly Row[],
  { keep, toWire, direction = "descending", notBefore = -Infinity }: Listing<Row, T>,
): Page<T> {
  const { world, environment, group, path, query } = call;
  const { cursor, limit, ...filters } = query;
  const { from, to } = timeWindow(query);
  const isUnlimited = world.state.switches.cursor_lifetime === "unlimited";
  return listPage(
    rows,
    {
      cursor,
      limit,
      direction,
      from: Math.max(from, notBefore),
      to,
      list: JSON.stringify([environment, group.id, path, filters]),
      nowMs: world.clock.nowMs(),
      cursorLifetimeMs: isUnlimited ? Infinity : tenMinutesMs,
      alwaysCursor: direction === "ascending",
    },
    keep,
    toWire,
  );
}

/** No filter, or a filter that names the value. */
export function isIn<T>(value: T, wanted: readonly T[] | undefined): boolean {
  return wanted === undefined || wanted.includes(value);
}

export function isSame<T>(value: T, wanted: T | undefined): boolean {
  return wanted === undefined || wanted === value;
}
