import "server-only";
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

/** The texts inside, however deep, one after the other. */
function* textsIn(details: Record<string, unknown>): Generator<string> {
  const waiting: unknown[] = [details];
  for (let looked = 0; looked < mostValues && waiting.length > 0; looked += 1) {
    // What lies near the top first: a long list must not hide the fields beside it.
    const value = waiting.shift();
    if (typeof value === "string") yield value;
    // Attack: an answer with a list of a million entries in it, all of them copied to be looked at.
    else if (Array.isArray(value)) waiting.push(...value.slice(0, mostValues));
    else if (typeof value === "object" && value !== null) {
      waiting.push(...Object.values(value).slice(0, mostValues));
    }
  }
}

function* textsOf({ id, accountId, routeId, description, source }: Transaction): Generator<string> {
  yield* [description, source.category, source.category.replaceAll("_", " "), id, accountId];
  if (routeId !== null) yield routeId;
  yield* textsIn(source.details);
}

function holds(transaction: Transaction, wanted: string): boolean {
  let left = mostCharacters;
  for (const text of textsOf(transaction)) {
    if (left <= 0) return false;
    if (fold(text).includes(wanted)) return true;
    left -= Math.min(text.length, longestText);
  }
  return false;
}

/** Whether the filter has a part that Increase knows nothing of. */
export function isScan({ minCents, maxCents, text }: TransactionFilter): boolean {
  return minCents !== undefined || maxCents !== undefined || text !== undefined;
}

/** Says of a transaction whether it fits the part of the filter that Increase knows nothing of. */
export function createMatcher({
  minCents = 0,
  maxCents = Infinity,
  text,
}: TransactionFilter): (transaction: Transaction) => boolean {
  const wanted = text === undefined ? undefined : fold(text);
  return (transaction) => {
    const cents = Math.abs(transaction.amountCents);
    if (cents < minCents || cents > maxCents) return false;
    return wanted === undefined || holds(transaction, wanted);
  };
}
