import { z } from "zod";
import type { ChosenConnection, ListedConnection } from "@/lib/connections";

/** Of a token as a page showed it; empty where there was none. */
export const seenGeneration = z
  .literal("")
  .transform(() => null)
  .or(z.coerce.number<string>().int().positive());

/** A chosen line's one field, `…/2/1`: the connection, and the generations of its live and its sandbox token. */
export function writeChosen({ id, generations }: ListedConnection): string {
  return [id, generations?.live ?? "", generations?.sandbox ?? ""].join("/");
}

export const chosenConnection = z
  .string()
  .max(100)
  .transform((text) => text.split("/"))
  .pipe(z.tuple([z.uuid(), seenGeneration, seenGeneration]))
  .transform(([connectionId, live, sandbox]): ChosenConnection => ({ connectionId, live, sandbox }));
