import "server-only";
import { z } from "zod";

/** A page of a list, as Increase answers it. */
export type Page<T> = { items: T[]; nextCursor: string | null };

export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .object({ data: z.array(item), next_cursor: z.string().nullable() })
    .transform((wire) => ({ items: wire.data, nextCursor: wire.next_cursor }));
}

export const cents = z.number().int();
