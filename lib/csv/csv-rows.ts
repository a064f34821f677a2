import "server-only";
import type { Permission } from "../auth/permissions";
import { requireStillAllowed } from "../auth/require-still-allowed";
import type { Context } from "../context";
import { AppError } from "../errors";

const rowsPerRead = 500;

type Pages<Row, Place> = {
  /** The page at a place, and where the next one begins; null in front of the first and behind the last. */
  readPage: (place: Place | null) => Promise<{ rows: Row[]; next: Place | null }>;
  /** Throws where whoever reads may read no further. */
  requireStill: () => Promise<void>;
  /** Aborted once nobody reads any more. */
  signal?: AbortSignal | undefined;
};

/**
 * All rows of a list, read page by page. Nothing is held between two reads: no connection to the database waits for a
 * slow reader.
 * Attack: somebody who may read no more, and reads on for hours what comes after: each page but the first asks again.
 */
export async function* readPages<Row, Place>(
  { log }: Pick<Context, "log">,
  { readPage, requireStill, signal }: Pages<Row, Place>,
): AsyncGenerator<Row, void, undefined> {
  let place: Place | null = null;
  try {
    do {
      // A page without a row hands nothing out, so the reader's leaving would not be heard of between two of them.
      signal?.throwIfAborted();
      if (place !== null) await requireStill();
      const { rows, next }: { rows: Row[]; next: Place | null } = await readPage(place);
      // It may have been long in coming.
      if (place !== null) await requireStill();
      yield* rows;
      place = next;
    } while (place !== null);
  } catch (error) {
    const level = error instanceof AppError || signal?.aborted ? "warn" : "error";
    log[level]({ err: error }, "a download failed in the middle");
    throw error;
  }
}

/** The same of a list of the staff's, where each page begins after the last row of the one before. */
export function readInPages<Row>(
  context: Context,
  permission: Permission,
  readPage: (after: Row | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row, void, undefined> {
  return readPages<Row, Row>(context, {
    requireStill: () => requireStillAllowed(context, permission),
    async readPage(after) {
      const rows = await readPage(after, rowsPerRead);
      return { rows, next: rows.length < rowsPerRead ? null : (rows.at(-1) ?? null) };
    },
  });
}
