import { z } from "zod";

/** Whether PostgreSQL can hold a text: it takes no NUL, and half a surrogate pair would come back as something else. */
export function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

/** An id or a word, as a row may hold it. */
export const storableText = z.string().min(1).max(200).refine(isStorable);
