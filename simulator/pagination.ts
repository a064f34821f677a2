import { createHash } from "node:crypto";
import { z } from "zod";
import { invalidParameters } from "./errors";

/** Where a row stands in its list: time first, then the order of creation. Rows are kept ascending by it. */
export interface Keyed {
  readonly at: number;
  readonly sequence: number;
}

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly direction: "ascending" | "descending";
  /** Inclusive bounds on `at`. */
  readonly from: number;
  readonly to: number;
  /** What the cursor belongs to: it is refused on any other list, or with other filters. */
  readonly list: string;
  readonly nowMs: number;
  readonly cursorLifetimeMs: number;
  /** Polling: a cursor to go on from, even where nothing more is there yet. */
  readonly alwaysCursor: boolean;
}

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

const Cursor = z.tuple([z.string(), z.number(), z.number(), z.number()]);

/** One page: a binary search for the start, then only the rows of the page (and those a filter skips). */
export function listPage<Row extends Keyed, T>(
  rows: readonly Row[],
  request: PageRequest,
  keep: (row: Row) => boolean,
  toWire: (row: Row) => T,
): Page<T> {
  const start = request.cursor === undefined ? null : readCursor(request.cursor, request);
  const found = scan(rows, request, start, keep);
  const page = found.slice(0, request.limit);
  const last = page.at(-1) ?? start;
  const hasMore = found.length > request.limit;
  return {
    data: page.map(toWire),
    next_cursor:
      hasMore || request.alwaysCursor ? writeCursor(last ?? { at: -1, sequence: -1 }, request) : null,
  };
}

function scan<Row extends Keyed>(
  rows: readonly Row[],
  request: PageRequest,
  start: Keyed | null,
  keep: (row: Row) => boolean,
): Row[] {
  const found: Row[] = [];
  const ascending = request.direction === "ascending";
  const step = ascending ? 1 : -1;
  let index = ascending
    ? Math.max(
        firstAtOrAfter(rows, { at: request.from, sequence: -Infinity }),
        start ? firstAfter(rows, start) : 0,
      )
    : Math.min(
        firstAfter(rows, { at: request.to, sequence: Infinity }) - 1,
        start ? firstAtOrAfter(rows, start) - 1 : rows.length - 1,
      );
  for (; found.length <= request.limit; index += step) {
    const row = rows[index];
    if (!row || row.at < request.from || row.at > request.to) break;
    if (keep(row)) found.push(row);
  }
  return found;
}

export function compareKeys(a: Keyed, b: Keyed): number {
  return a.at - b.at || a.sequence - b.sequence;
}

/** The first index whose row is not before the key. */
function firstAtOrAfter(rows: readonly Keyed[], key: Keyed): number {
  return partition(rows, (row) => compareKeys(row, key) < 0);
}

/** The first index whose row is after the key. */
export function firstAfter(rows: readonly Keyed[], key: Keyed): number {
  return partition(rows, (row) => compareKeys(row, key) <= 0);
}

function partition(rows: readonly Keyed[], isBefore: (row: Keyed) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && isBefore(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listDigest(list: string): string {
  return createHash("sha256").update(list).digest("base64url").slice(0, 8);
}

function writeCursor(key: Keyed, request: PageRequest): string {
  const cursor: z.infer<typeof Cursor> = [listDigest(request.list), request.nowMs, key.at, key.sequence];
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function readCursor(cursor: string, request: PageRequest): Keyed {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success) throw invalidParameters({ field: "cursor", message: "is not a cursor of this API" });
  const [digest, issuedAt, at, sequence] = parsed.data;
  if (digest !== listDigest(request.list)) {
    throw invalidParameters({ field: "cursor", message: "belongs to another list or to other filters" });
  }
  if (request.nowMs - issuedAt > request.cursorLifetimeMs) {
    throw invalidParameters({ field: "cursor", message: "has expired" });
  }
  return { at, sequence };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
