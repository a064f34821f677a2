import "server-only";
import type { Context } from "./context";

export const rowsPerRead = 500;

/**
 * All rows of a list, read page by page, each begun after the last row of the one before. Nothing is held between
 * two reads: no connection to the database waits for a slow reader.
 */
export async function* readInPages<Row>(
  { log, requestId }: Pick<Context, "log" | "requestId">,
  readPage: (after: Row | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row, void, undefined> {
  let after: Row | null = null;
  try {
    for (;;) {
      const page: Row[] = await readPage(after, rowsPerRead);
      yield* page;
      const last = page.at(-1);
      if (page.length < rowsPerRead || last === undefined) return;
      after = last;
    }
  } catch (error) {
    log.error({ err: error, requestId }, "a download failed in the middle");
    throw error;
  }
}
