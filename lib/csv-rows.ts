import "server-only";
import type { Permission } from "./auth/permissions";
import { requireStillAllowed } from "./auth/require-still-allowed";
import type { Context } from "./context";
import { AppError } from "./errors";

export const rowsPerRead = 500;

/**
 * All rows of a list, read page by page, each begun after the last row of the one before. Nothing is held between
 * two reads: no connection to the database waits for a slow reader.
 * Attack: one of the staff who is removed, and reads on for hours what comes after: each read asks again.
 */
export async function* readInPages<Row>(
  context: Context,
  permission: Permission,
  readPage: (after: Row | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row, void, undefined> {
  let after: Row | null = null;
  try {
    for (;;) {
      if (after !== null) await requireStillAllowed(context, permission);
      const page: Row[] = await readPage(after, rowsPerRead);
      yield* page;
      const last = page.at(-1);
      if (page.length < rowsPerRead || last === undefined) return;
      after = last;
    }
  } catch (error) {
    const { log, requestId } = context;
    const level = error instanceof AppError ? "warn" : "error";
    log[level]({ err: error, requestId }, "a download failed in the middle");
    throw error;
  }
}
