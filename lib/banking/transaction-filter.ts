import "server-only";
import { z } from "zod";
import type { IncreaseEnvironment } from "../increase";
import { parseCents } from "../money";
import { readSearch, searchText, type Search } from "../search-params";
import { isDay, type ChartDays } from "../time-zone";

const transactionDirections = ["in", "out"] as const;

/** Whether money came in or went out: the amount's sign. */
export type TransactionDirection = (typeof transactionDirections)[number];

/** What an account's transactions can be narrowed by. Days are of the page's time zone, both included. */
export type TransactionFilter = {
  category?: string;
  routeId?: string;
  from?: string;
  to?: string;
  direction?: TransactionDirection;
  /** Of the amount without its sign, as the other one. */
  minCents?: number;
  maxCents?: number;
  text?: string;
};

const day = z.string().refine(isDay);

const amount = z.string().transform((text, context) => {
  const cents = parseCents(text);
  // As it stands in our own file, where what leaves has a minus.
  if (cents !== null) return Math.abs(cents);
  context.addIssue("must be an amount");
  return z.NEVER;
});

/** A place is as long as Increase's cursor makes it. */
const longestPlace = 4_000;

const fields = z.object({
  category: z
    .string()
    .regex(/^[a-z0-9_]{1,80}$/)
    .optional(),
  route_id: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,200}$/)
    .optional(),
  from: day.optional(),
  to: day.optional(),
  direction: z.enum(transactionDirections).optional(),
  min: amount.optional(),
  max: amount.optional(),
  q: searchText.optional(),
  place: z
    .string()
    .max(longestPlace)
    .regex(/^[A-Za-z0-9_.-]+$/)
    .optional(),
  days: z.enum(["7", "30", "90"]).optional(),
  environment: z.enum(["live", "sandbox"]).optional(),
  complete: z.literal("1").optional(),
  file: z.literal("failed").optional(),
});

type Fields = z.output<typeof fields>;

const daysOf = { "7": 7, "30": 30, "90": 90 } as const;

export type TransactionSearch = {
  filter: TransactionFilter;
  place: string | undefined;
  days: ChartDays;
  environment: IncreaseEnvironment;
  /** Whether the page is to be sent as a whole, with nothing that comes later. */
  isComplete: boolean;
  /** Whether a download of this list has just come to nothing. */
  isFileMissing: boolean;
  /** The understood values as they came, under their names in the address. */
  kept: Record<string, string>;
  /** The names of what was not understood. */
  ignored: string[];
};

/** Two bounds with nothing between them are a slip of the pen: neither says what was meant. */
function findCrossed({ from, to, min, max }: Fields): ("from" | "to" | "min" | "max")[] {
  return [
    ...(from !== undefined && to !== undefined && from > to ? (["from", "to"] as const) : []),
    ...(min !== undefined && max !== undefined && min > max ? (["min", "max"] as const) : []),
  ];
}

/** Reads the address of an account's page, or of its file. What is malformed is ignored and named, and never an error. */
export function parseTransactionSearch(search: Search): TransactionSearch {
  const read = readSearch(fields, search);
  const crossed = findCrossed(read.filter);
  const isKept = ([name]: [string, unknown]) => !crossed.some((bound) => bound === name);
  const kept = Object.fromEntries(Object.entries(read.kept).filter(isKept));
  const understood = fields.parse(kept);
  return {
    filter: {
      category: understood.category,
      routeId: understood.route_id,
      from: understood.from,
      to: understood.to,
      direction: understood.direction,
      minCents: understood.min,
      maxCents: understood.max,
      text: understood.q,
    },
    place: understood.place,
    days: daysOf[understood.days ?? "30"],
    environment: understood.environment ?? "live",
    isComplete: understood.complete !== undefined,
    isFileMissing: understood.file !== undefined,
    kept,
    ignored: [...read.ignored, ...crossed],
  };
}
