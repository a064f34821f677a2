import type { Outcome } from "@/app/_components/streaming/outcome";
import type { readAccountNumbers, readCards } from "@/lib/banking";

/** Null is what has not come in time: a list is not held up for the names in it. */
type Read<Verb extends (...given: never[]) => unknown> = Outcome<Awaited<ReturnType<Verb>>> | null;

/** What a transaction can have come through, by id; `isKnown`: whether any of it could be read. */
export type Routes = { names: ReadonlyMap<string, string>; isKnown: boolean };

const dots = "••••";

export function toRoutes(numbers: Read<typeof readAccountNumbers>, cards: Read<typeof readCards>): Routes {
  const ofNumbers = numbers?.ok ? numbers.value.items : [];
  const ofCards = cards?.ok ? cards.value.items : [];
  return {
    names: new Map([
      ...ofNumbers.map(({ id, name, lastFour }) => [id, `${name} ${dots} ${lastFour}`] as const),
      ...ofCards.map(
        ({ id, description, last4 }) => [id, `${description ?? "Card"} ${dots} ${last4}`] as const,
      ),
    ]),
    isKnown: numbers?.ok === true || cards?.ok === true,
  };
}

export type Named<T> = T & { names: Routes["names"] };

/** A list with the names of what its entries came through. A failure waits for none. */
export async function withNames<T>(
  outcome: Promise<Outcome<T>>,
  routes: Promise<Routes>,
): Promise<Outcome<Named<T>>> {
  const read = await outcome;
  if (!read.ok) return read;
  const { names } = await routes;
  return { ok: true, value: { ...read.value, names } };
}
