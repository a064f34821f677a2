import { z } from "zod";
import { storableText } from "./storable-text";

/** What Next gives a page of its address. */
export type Search = Record<string, string | string[] | undefined>;

/** `kept` are the understood values as they came, for links and for the fields of the form. */
export type ReadSearch<Shape extends z.ZodRawShape> = {
  filter: z.output<z.ZodObject<Shape>>;
  kept: Record<string, string>;
  ignored: string[];
};

const mostNamed = 10;

function isAbsent(value: string | string[] | undefined): boolean {
  return value === undefined || value === "";
}

/**
 * Reads an address field by field: one bad filter costs that filter alone, and never the page. Every field of the
 * schema is optional, and every parameter of the page is in it, its cursor and its sort too.
 */
export function readSearch<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  search: Search,
): ReadSearch<Shape> {
  const fields = new Map(Object.entries(schema.shape));
  const kept = new Map<string, string>();
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(search)) {
    if (isAbsent(value)) continue;
    const field = fields.get(name);
    if (typeof value === "string" && field !== undefined && z.safeParse(field, value).success) {
      kept.set(name, value);
    } else {
      ignored.push(name.slice(0, 40));
    }
  }
  const raw = Object.fromEntries(kept);
  return { filter: schema.parse(raw), kept: raw, ignored: ignored.slice(0, mostNamed) };
}

/** The fields of a form or of a URL, as Next gives a page its address: a name that comes several times is a list. */
export function groupByName<Value>(entries: {
  keys(): Iterable<string>;
  getAll(name: string): Value[];
}): Record<string, Value | Value[] | undefined> {
  return Object.fromEntries(
    [...new Set(entries.keys())].map((name) => {
      const values = entries.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** The same address as one text, by which React's `cache` knows that a page and its title are of one address. */
export function toQuery(search: Search): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value ?? []].flat()) query.append(name, each);
  }
  return query.toString();
}

/** A part of a path, which Next leaves as it is in the address; null where it does not decode to text. */
export function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** An address of ours; what is undefined or empty is left out. */
export function toHref(path: string, parameters: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

export const searchText = z.string().trim().pipe(storableText);

/** A moment to the second or finer, in UTC; from 1970 on, for the same reason as a day. */
export const searchMoment = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() >= 0);

/** `2026-11-22`, as its first moment in UTC; from 1970 on, since PostgreSQL refuses a year 0. */
export const searchDay = z.iso
  .date()
  .transform((day) => new Date(`${day}T00:00:00Z`))
  .refine((at) => at.getTime() >= 0);
