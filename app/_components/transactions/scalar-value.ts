import { isAccountNumberName } from "@/lib/account-number-names";
import { isDay } from "@/lib/time-zone";
import { currencyOf, isAmountName, type Currencies } from "./amount-currency";
import type { FactValue } from "./fact";
import { maskAccountNumber } from "./mask-account-number";
import { toReadableName } from "./readable-name";
import type { FieldKind } from "./sources/field";

const longestText = 500;
const longestDecimal = 40;

type Named = { name: string; kind: FieldKind | undefined; currencies: Currencies };

/** Attack: a sender fills a free text with megabytes, and every page that shows the transfer with it. */
function cut(text: string): string {
  if (text.length <= longestText) return text;
  const rest = (text.length - longestText).toLocaleString("en-US");
  return `${text.slice(0, longestText)}… and ${rest} more characters`;
}

function isDecimal(text: string): text is `${number}` {
  return text.length <= longestDecimal && /^\d+(\.\d{1,20})?$/.test(text);
}

/** An amount of major units as Increase writes it, such as `0.137465`: exact, which may be finer than a cent. */
function decimalOf(text: string, currency: string | null): FactValue | null {
  const isNegative = text.startsWith("-");
  const digits = isNegative ? text.slice(1) : text;
  if (!isDecimal(digits)) return null;
  if (currency === null) return { kind: "figure", text: `${isNegative ? "−" : ""}${digits}` };
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency, maximumFractionDigits: 20 });
  return { kind: "figure", text: `${isNegative ? "−" : ""}${format.format(digits)}` };
}

function centsOf(amountCents: number, currency: string | null): FactValue {
  if (currency !== null) return { kind: "money", amountCents: amountCents === 0 ? 0 : amountCents, currency };
  return { kind: "figure", text: `${figureOf(amountCents)} in the smallest unit of its currency` };
}

function figureOf(value: number): string {
  return String(value === 0 ? 0 : value).replace("-", "−");
}

function numberOf(value: number, { name, currencies }: Named): FactValue {
  if (isAmountName(name) && Number.isSafeInteger(value)) return centsOf(value, currencyOf(name, currencies));
  return { kind: "figure", text: figureOf(value) };
}

const momentForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

function momentOf(text: string): FactValue | null {
  if (!momentForm.test(text) || !isDay(text.slice(0, 10))) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : { kind: "moment", at };
}

const idName = /(^|_)ids?$/;
/** `card_authorization_6iqxap6ivd0fo5eu3i8x`: what Increase's ids look like, whatever the field is called. */
const idForm = /^[a-z0-9]+(_[a-z0-9]+)*_(?=[a-z]*\d)[a-z0-9]{16,}$/;
const enumerationForm = /^[a-z0-9]+(_[a-z0-9]+)+$/;

function inferredTextOf(text: string, { name, currencies }: Named): FactValue {
  const amount = isAmountName(name) ? decimalOf(text, currencyOf(name, currencies)) : null;
  const moment = amount ?? momentOf(text);
  if (moment !== null) return moment;
  if (isDay(text)) return { kind: "day", day: text };
  if (idName.test(name) || idForm.test(text)) return { kind: "code", text: cut(text) };
  return { kind: "text", text: enumerationForm.test(text) ? toReadableName(text) : cut(text) };
}

function textOf(text: string, named: Named): FactValue {
  switch (named.kind) {
    case "text":
      return { kind: "text", text: cut(text) };
    case "code":
      return { kind: "code", text: cut(text) };
    case "words":
      return { kind: "text", text: toReadableName(text) };
    case "decimal": {
      const decimal = decimalOf(text, currencyOf(named.name, named.currencies));
      return decimal ?? inferredTextOf(text, named);
    }
    default:
      return inferredTextOf(text, named);
  }
}

/** What a text, a number or a boolean is shown as; null for what says nothing. */
export function toScalarValue(value: unknown, named: Named): FactValue | null {
  const isGiven = typeof value === "string" ? value.trim() !== "" : value !== null && value !== undefined;
  if (!isGiven) return null;
  // Attack: whoever reads the page, its source or a copy of it takes an account's number, which is shown on request
  // only, and with an audit entry.
  if (named.kind === "account_number" || isAccountNumberName(named.name)) {
    return { kind: "code", text: maskAccountNumber(String(value)) };
  }
  if (typeof value === "string") return textOf(value, named);
  if (typeof value === "number") return Number.isFinite(value) ? numberOf(value, named) : null;
  if (typeof value === "boolean") return { kind: "text", text: value ? "Yes" : "No" };
  return null;
}
