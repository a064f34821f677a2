import { isAccountNumberName } from "@/lib/account-number-names";
import {
  currenciesIn,
  currencyNamesShownWithAmounts,
  isLoneAmount,
  toCurrency,
  type Currencies,
} from "./amount-currency";
import type { Fact, FactValue, Facts } from "./fact";
import { isList, isObject, type JsonObject } from "./json";
import { toReadableName } from "./readable-name";
import { toScalarValue } from "./scalar-value";
import { fieldsOf } from "./sources";
import type { FieldKind, Fields } from "./sources/field";

const deepest = 6;
const longestList = 20;
const mostFields = 60;
const mostFacts = 300;

export type Source = { category: string; details: Record<string, unknown> };

/** Where in the details we are. `budget` is one for all of them. */
type Place = { depth: number; currencies: Currencies; isMasked: boolean; budget: { left: number } };

type View = { name: string; label: string; kind: FieldKind | undefined; fields: Fields };

/** An object's fields, those that matter first; then those that are not known here, in their own name. */
function viewsOf(owner: JsonObject, fields: Fields, { isMasked }: Place): View[] {
  const hidden = currencyNamesShownWithAmounts(owner);
  const known = fields.map(([name, label, kind, inner = []]) => ({ name, label, kind, fields: inner }));
  const knownNames = new Set(known.map(({ name }) => name));
  const others = Object.keys(owner)
    .filter((name) => !knownNames.has(name))
    .map((name) => ({ name, label: toReadableName(name), kind: undefined, fields: [] }));
  return [...known, ...others]
    .filter(({ name }) => Object.hasOwn(owner, name) && !hidden.has(name) && !isNothing(owner[name]))
    .map(({ name, label, kind, fields: inner }) => ({
      name,
      label,
      kind: isMasked ? "account_number" : kind,
      fields: inner,
    }));
}

/** As far as it can be told without looking far: what is full of nothing is found out by showing it. */
function isNothing(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  if (isList(value)) return value.length === 0;
  return value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0);
}

/** Attack: a thousand objects in one another, or a million in a row, which a page would take a minute to show. */
function isFull(place: Place): boolean {
  return place.depth > deepest || place.budget.left <= 0;
}

function factsIn(owner: JsonObject, fields: Fields, around: Place, path: string): Facts {
  const place = { ...around, currencies: currenciesIn(owner, around.currencies) };
  const views = viewsOf(owner, fields, place);
  const facts: Fact[] = [];
  let leftOutCount = 0;
  for (const [index, view] of views.entries()) {
    if (index >= mostFields || isFull(place)) {
      leftOutCount += views.length - index;
      break;
    }
    const value = owner[view.name];
    const key = `${path}${view.name}`;
    if (view.kind === "inline" && isObject(value)) {
      const inner = factsIn(value, view.fields, { ...place, depth: place.depth + 1 }, `${key}.`);
      facts.push(...inner.facts);
      leftOutCount += inner.leftOutCount;
    } else {
      const shown = toValue(value, view, place, key);
      if (shown !== null) facts.push({ key, label: view.label, value: shown });
    }
  }
  return { facts, leftOutCount };
}

function toList(items: readonly unknown[], view: View, place: Place, key: string): FactValue | null {
  const given = items.filter((item) => !isNothing(item));
  const shown: FactValue[] = [];
  let seenCount = 0;
  for (const item of given.slice(0, longestList)) {
    if (isFull(place)) break;
    seenCount += 1;
    const value = toValue(item, view, place, key);
    if (value !== null) shown.push(withoutItsOwnName(value, view.label));
  }
  const leftOutCount = given.length - seenCount;
  return shown.length === 0 && leftOutCount === 0 ? null : { kind: "list", items: shown, leftOutCount };
}

/** `Remittance` of `Remittance` is the one value. */
function withoutItsOwnName(value: FactValue, label: string): FactValue {
  if (value.kind !== "facts" || value.facts.leftOutCount > 0) return value;
  const [only, ...others] = value.facts.facts;
  return only !== undefined && others.length === 0 && only.label === label ? only.value : value;
}

function toValue(value: unknown, view: View, around: Place, key: string): FactValue | null {
  const isMasked = view.kind === "account_number" || isAccountNumberName(view.name);
  const place = { ...around, depth: around.depth + 1, isMasked };
  if (isList(value)) return toList(value, view, place, key);
  if (isObject(value) && !(isLoneAmount(value) && !isMasked)) {
    const facts = factsIn(value, view.fields, place, "");
    return facts.facts.length === 0 && facts.leftOutCount === 0 ? null : { kind: "facts", facts };
  }
  place.budget.left -= 1;
  if (!isLoneAmount(value)) return toScalarValue(value, { ...view, currencies: place.currencies });
  const currencies = currenciesIn(value, place.currencies);
  return toScalarValue(value.amount, { name: "amount", kind: view.kind, currencies });
}

/** All that is to be shown of a source, bounded. Total: any JSON whatever has facts. */
export function toFacts({ category, details }: Source, currency: string): Facts {
  const { type, ...others } = details;
  const place = {
    depth: 0,
    currencies: new Map([["currency", toCurrency(currency)]]),
    isMasked: false,
    budget: { left: mostFacts },
  };
  // An object's type is its category once more.
  return factsIn(type === category ? others : details, fieldsOf(category), place, "");
}
