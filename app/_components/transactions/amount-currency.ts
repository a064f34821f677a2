import { isObject, ownValue, type JsonObject } from "./json";

/** The currencies that are named around a value, by the name of their field. */
export type Currencies = ReadonlyMap<string, string | null>;

const amountName = /(^|_)amount$/;

export function isAmountName(name: string): boolean {
  return amountName.test(name);
}

/** An ISO 4217 code, or null: Intl throws for anything that has not its form. */
export function toCurrency(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value) ? value.toUpperCase() : null;
}

/** The currencies around the values of `owner`: its own win over those of what it is in. */
export function currenciesIn(owner: JsonObject, around: Currencies): Currencies {
  const own = Object.keys(owner).filter((name) => name === "currency" || name.endsWith("_currency"));
  return new Map([...around, ...own.map((name) => [name, toCurrency(owner[name])] as const)]);
}

/** The field that would name an amount's own currency: `presentment_currency` beside `presentment_amount`. */
function currencyNameOf(amount: string): string {
  return amountName.test(amount) ? amount.replace(/amount$/, "currency") : "currency";
}

/** The currency of the amount of this name; null where none is given. */
export function currencyOf(amount: string, inside: Currencies): string | null {
  const own = inside.get(currencyNameOf(amount));
  if (own !== undefined) return own;
  // What was paid at the merchant may be in any currency: the account's would be a guess.
  return amount === "presentment_amount" ? null : (inside.get("currency") ?? null);
}

/** The fields of `owner` that say no more than the currency of an amount in it, which is shown with the amount. */
export function currencyNamesShownWithAmounts(owner: JsonObject): Set<string> {
  const amounts = Object.keys(owner).filter((name) => isAmountName(name) && ownValue(owner, name) !== null);
  const names = amounts.map(currencyNameOf).map((own) => (Object.hasOwn(owner, own) ? own : "currency"));
  return new Set(names.filter((name) => toCurrency(ownValue(owner, name)) !== null));
}

/** Whether an object is an amount and its currency, and nothing else. */
export function isLoneAmount(value: unknown): value is { amount: number | string } {
  if (!isObject(value)) return false;
  const amount = ownValue(value, "amount");
  if (typeof amount !== "number" && typeof amount !== "string") return false;
  return Object.keys(value).every((name) => name === "amount" || (name === "currency" && isCurrency(value)));
}

function isCurrency(owner: JsonObject): boolean {
  return toCurrency(ownValue(owner, "currency")) !== null;
}
