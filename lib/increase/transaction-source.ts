import "server-only";
import { z } from "zod";

/**
 * Why money moved: a category, and what Increase says of it in an object of that category's name. Both are shown as
 * they come, so that a category of tomorrow needs no new version of ours.
 */
export type TransactionSource = { category: string; details: Record<string, unknown> };

const record = z.record(z.string(), z.unknown());

function detailsOf(source: Record<string, unknown>, category: string): Record<string, unknown> {
  const details = record.safeParse(Object.hasOwn(source, category) ? source[category] : undefined);
  return details.success ? details.data : {};
}

export const transactionSource = z
  .looseObject({ category: z.string() })
  .transform((wire): TransactionSource => ({
    category: wire.category,
    details: detailsOf(wire, wire.category),
  }));
