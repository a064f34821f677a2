import "server-only";
import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";

/** A number of exact decimal digits, such as `-1234.56`. */
type CsvDecimal = { readonly decimal: string };

export type CsvValue = string | number | bigint | boolean | Date | CsvDecimal | null;

/** Has an amount written as the number it is: as a text, what begins with a minus gets a quote in front. */
export function decimal(text: string): CsvDecimal {
  return { decimal: text };
}

// Attack: a program for tables runs what stands behind a line feed too; the library guards the other signs. Where
// numbers hold a comma it splits at semicolons instead, and a browser may give a name with one in it.
const guard = (text: string) => text.replaceAll(/^(?=\n)|(?<=;|.[\t\r\n])(?=[=+\-@\t\r])/gs, "'");

const cast = {
  date: (at: Date) => at.toISOString(),
  boolean: String,
  string: guard,
  object({ decimal: text }: { decimal?: unknown }) {
    // Attack: `-1+cmd|' /C calc'!A0` given out as a decimal. Only digits go without their guard.
    const isNumber = typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text);
    return isNumber ? { value: text, escape_formulas: false } : guard(String(text));
  },
};

/** A chunk for every row or two would cost more on its way than the row itself. */
const chunkBytes = 64 * 1024;

/** Chunks as they are asked for: a slow reader holds the reading of the rows back, one who leaves ends it. */
function toBody(pieces: AsyncIterable<Buffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const chunk: Buffer[] = [];
      let [size, isEnd] = [0, false];
      while (size < chunkBytes && !isEnd) {
        const { done = false, value } = await iterator.next();
        isEnd = done;
        if (value === undefined) continue;
        chunk.push(value);
        size += value.length;
      }
      if (size > 0) controller.enqueue(Buffer.concat(chunk));
      if (isEnd) controller.close();
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/**
 * A table to download, written as its rows are read. Where reading them fails the download fails too: half a table
 * must never look like a whole one.
 */
export function csvResponse<Name extends string>({
  filename,
  columns,
  rows,
}: {
  filename: string;
  columns: readonly Name[];
  rows: AsyncIterable<Readonly<Record<Name, CsvValue>>>;
}): Response {
  // Attack: a value such as `=HYPERLINK(…)`, which somebody else chose, is run by the program that opens the file.
  const writer = stringify({ header: true, columns: [...columns], escape_formulas: true, cast });
  // The reader of `writer` is told of a failure by `writer` itself.
  pipeline(Readable.from(rows), writer, () => undefined);
  return new Response(toBody(writer), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${filename}"`,
      "cache-control": "no-store",
    },
  });
}
