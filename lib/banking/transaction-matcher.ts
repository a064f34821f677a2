import "server-only";
import { isAccountNumberName } from "../account-number-names";
import type { Transaction } from "../increase";
import type { TransactionFilter } from "./transaction-filter";

/** What is looked at of one transaction's details: a hundred of them are searched for each page of Increase's. */
const mostValues = 400;
const longestText = 2_000;
const mostCharacters = 20_000;

/** Small letters, and one form for what can be written in two. */
function fold(text: string): string {
  return text.slice(0, longestText).normalize("NFC").toLowerCase();
}

/** A text to search; of a number that the page masks, nothing but the whole is found. */
type Searched = { text: string; isNumber: boolean };

type Waiting = { value: unknown; isNumber: boolean };

function itemsOf({ value, isNumber }: Waiting): Waiting[] {
  // Attack: an answer with a list of a million entries in it, all of them copied to be looked at.
  if (Array.isArray(value)) return value.slice(0, mostValues).map((item) => ({ value: item, isNumber }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .slice(0, mostValues)
    .map(([name, item]) => ({ value: item, isNumber: isNumber || isAccountNumberName(name) }));
}

/** The texts inside, however deep, one after the other. */
function* textsIn(details: Record<string, unknown>): Generator<Searched> {
  const waiting: Waiting[] = [{ value: details, isNumber: false }];
  for (let looked = 0; looked < mostValues; looked += 1) {
    // What lies near the top first: a long list must not hide the fields beside it.
    const next = waiting.shift();
    if (next === undefined) return;
    const { value, isNumber } = next;
    if (typeof value === "string") yield { text: value, isNumber };
    else waiting.push(...itemsOf(next));
  }
}

function* textsOf({ id, accountId, routeId, description, source }: Transaction): Generator<Searched> {
  const plain = [description, source.category, source.category.replaceAll("_", " "), id, accountId];
  if (routeId !== null) plain.push(routeId);
  yield* plain.map((text) => ({ text, isNumber: false }));
  yield* textsIn(source.details);
}

/** As it is typed, in groups or not. */
function withoutGaps(text: string): string {
  return text.replaceAll(/[\s-]/g, "");
}

function fits({ text, isNumber }: Searched, wanted: string): boolean {
  // Attack: a masked account number told digit by digit, by what a search for its parts finds.
  return isNumber ? withoutGaps(fold(text)) === withoutGaps(wanted) : fold(text).includes(wanted);
}

function holds(transaction: Transaction, wanted: string): boolean {
  let left = mostCharacters;
  for (const searched of textsOf(transaction)) {
    if (left <= 0) return false;
    if (fits(searched, wanted)) return true;
    left -= Math.min(searched.text.length, longestText);
  }
  return false;
}

/** Whether the filter has a part that Increase knows nothing of. */
export function isScan({ direction, minCents, maxCents, text }: TransactionFilter): boolean {
  return [direction, minCents, maxCents, text].some((part) => part !== undefined);
}

const signs = { in: 1, out: -1 } as const;

/** Says of a transaction whether it fits the part of the filter that Increase knows nothing of. */
export function createMatcher({
  direction,
  minCents = 0,
  maxCents = Infinity,
  text,
}: TransactionFilter): (transaction: Transaction) => boolean {
  const wanted = text === undefined ? undefined : fold(text);
  return (transaction) => {
    const sign = Math.sign(transaction.amountCents);
    if (direction !== undefined && sign !== signs[direction]) return false;
    const cents = Math.abs(transaction.amountCents);
    if (cents < minCents || cents > maxCents) return false;
    return wanted === undefined || holds(transaction, wanted);
  };
}
