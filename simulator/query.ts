import { z } from "zod";

/** Pieces of list queries, as they stand in the URL: `status.in=a,b`, `created_at.after=…`. */

export const objectId = z.string().min(1).max(200);

export const noParameters = z.strictObject({});

const limit = z
  .string()
  .regex(/^\d+$/, "must be a whole number")
  .transform(Number)
  .pipe(z.number().min(1).max(100));

export const pageParameters = { cursor: z.string().min(1).optional(), limit: limit.default(100) };

/** A moment in ISO 8601, as milliseconds. */
export const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const createdAtParameters = {
  "created_at.after": moment.optional(),
  "created_at.before": moment.optional(),
  "created_at.on_or_after": moment.optional(),
  "created_at.on_or_before": moment.optional(),
};

/** A comma-delimited list of known values. */
export function inList<const Value extends string>(values: readonly Value[]) {
  return z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(values)));
}

export const idempotencyKeyParameter = { idempotency_key: z.string().min(1).max(200).optional() };

/** A list query as far as paging is concerned. */
export interface ListParameters {
  cursor?: string | undefined;
  limit: number;
  "created_at.after"?: number | undefined;
  "created_at.before"?: number | undefined;
  "created_at.on_or_after"?: number | undefined;
  "created_at.on_or_before"?: number | undefined;
}

/** Inclusive bounds in milliseconds. Objects have whole seconds, so a millisecond is enough to exclude one. */
export function timeWindow(query: ListParameters): { from: number; to: number } {
  return {
    from: Math.max(
      query["created_at.on_or_after"] ?? -Infinity,
      (query["created_at.after"] ?? -Infinity) + 1,
    ),
    to: Math.min(query["created_at.on_or_before"] ?? Infinity, (query["created_at.before"] ?? Infinity) - 1),
  };
}
