import "server-only";
import { requireStaffPermission, type Permission } from "../auth/permissions";
import { getStaffContext } from "../auth/session";
import type { Context } from "../context";
import { csvResponse, type CsvValue } from "../csv/csv";
import { AppError } from "../errors";
import { requireActWithinLimit } from "../rate-limit";
import { route } from "../route";
import { groupByName, type Search } from "../search-params";

const ownSites = new Set(["same-origin", "none"]);

/** Each column of a file, and what a row says in it. */
export type CsvColumns<Row, Name extends string> = Record<Name, (row: Row) => CsvValue>;

async function* toCsvRows<Row>(
  rows: AsyncIterable<Row>,
  columns: [string, (row: Row) => CsvValue][],
): AsyncGenerator<Record<string, CsvValue>> {
  for await (const row of rows) {
    yield Object.fromEntries(columns.map(([name, read]) => [name, read(row)]));
  }
}

type Answer<Filter, Row, Name extends string> = {
  readContext: () => Promise<Context>;
  /** Throws where they may not have the file at all. */
  requirePermission: (context: Context) => void;
  readFilter: (search: Search) => { filter: Filter; ignored: string[] };
  /** `name` is the file's, before the day. */
  open: (
    context: Context,
    filter: Filter,
  ) => Promise<{ name: string; rows: AsyncIterable<Row>; columns: CsvColumns<Row, Name> }>;
};

/**
 * Answers a request with a list as a file. A filter that is not understood refuses it, where a page would say so and
 * go on: a file can't say that it holds more than was asked for.
 */
export async function answerWithCsv<Filter, Row, Name extends string>(
  request: Request,
  { readContext, requirePermission, readFilter, open }: Answer<Filter, Row, Name>,
): Promise<Response> {
  // Next asks this of a HEAD too: the log would tell of a file that nobody was given.
  if (request.method === "HEAD") return new Response(null, { status: 405, headers: { allow: "GET" } });
  const context = await readContext();
  requirePermission(context);
  // Attack: a link on another site that writes an entry in the audit log in the name of whoever follows it. A sibling
  // subdomain is another site too; `none` is an address typed in, and absent where a browser does not say.
  if (!ownSites.has(request.headers.get("sec-fetch-site") ?? "none")) {
    throw new AppError("invalid_input", "Another site led here. Nothing was exported; begin at the list.");
  }
  // Attack: a script that loads a file again and again; each is hundreds of rows read, and an entry that stays for ever.
  await requireActWithinLimit(context);
  const { filter, ignored } = readFilter(groupByName(new URL(request.url).searchParams));
  if (ignored.length > 0) {
    throw new AppError(
      "invalid_input",
      `These filters were not understood: ${ignored.join(", ")}. Nothing was exported; go back to the list and choose them there.`,
    );
  }
  const { name, rows, columns } = await open(context, filter);
  const readers = Object.entries<(row: Row) => CsvValue>(columns);
  return csvResponse({
    filename: `${name}-${context.now().toISOString().slice(0, 10)}.csv`,
    columns: readers.map(([column]) => column),
    rows: toCsvRows(rows, readers),
  });
}

type Download<Filter, Row, Name extends string> = {
  /** The file's name, before the day. */
  name: string;
  permission: Permission;
  readFilter: (search: Search) => { filter: Filter; ignored: string[] };
  readRows: (context: Context, asked: { filter: Filter }) => Promise<AsyncIterable<Row>>;
  columns: CsvColumns<Row, Name>;
};

/** A list of the staff's as a file. */
export function csvRoute<Filter, Row, Name extends string>({
  name,
  permission,
  readFilter,
  readRows,
  columns,
}: Download<Filter, Row, Name>): (request: Request) => Promise<Response> {
  return route((request: Request) =>
    answerWithCsv(request, {
      readContext: getStaffContext,
      requirePermission: (context) => requireStaffPermission(context, permission),
      readFilter,
      open: async (context, filter) => ({ name, rows: await readRows(context, { filter }), columns }),
    }),
  );
}
