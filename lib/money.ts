/** Adds integer cents, the same in any order. @throws RangeError past the integers that a number can hold exactly. */
export function sumCents(amounts: readonly number[]): number {
  const total = Number(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n));
  if (!Number.isSafeInteger(total)) throw new RangeError("A sum of cents is not a safe integer");
  return total;
}

type Figures = {
  /** How many digits a currency has behind its point. */
  digits: number;
  symbols: readonly string[];
  format: (decimal: `${number}`) => string;
};

/** A format takes longer to make than a table of amounts to write; there are few currencies on a page. */
const known = new Map<string, Figures>();
const mostKnown = 50;

/** Intl throws for what is no ISO 4217 code at all; such an amount is shown with the code as it came. */
function makeFigures(currency: string): Figures {
  try {
    const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
    const narrow = new Intl.NumberFormat("en-US", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    });
    const symbols = [format, narrow].map(
      (each) => each.formatToParts(0).find(({ type }) => type === "currency")?.value ?? "",
    );
    const { maximumFractionDigits = 2 } = format.resolvedOptions();
    return { digits: maximumFractionDigits, symbols, format: (decimal) => format.format(decimal) };
  } catch {
    const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 });
    const before = currency === "" ? "" : `${currency}\u00A0`;
    return { digits: 2, symbols: [currency], format: (decimal) => `${before}${format.format(decimal)}` };
  }
}

function figuresOf(currency: string): Figures {
  const figures = known.get(currency) ?? makeFigures(currency);
  if (known.size < mostKnown) known.set(currency, figures);
  return figures;
}

function isDecimal(text: string): text is `${number}` {
  return /^\d+(\.\d+)?$/.test(text);
}

/** The amount without its sign, in major units: by its digits, so that it never is a binary fraction. */
function toMajor(amountCents: number, digits: number): `${number}` {
  const figures = String(Math.abs(amountCents)).padStart(digits + 1, "0");
  const split = figures.length - digits;
  const decimal = digits === 0 ? figures : `${figures.slice(0, split)}.${figures.slice(split)}`;
  if (!isDecimal(decimal)) throw new RangeError("An amount of cents is an integer");
  return decimal;
}

/** Cents as text, such as `−$1,234.56`, with a true minus sign. `currency` is an ISO 4217 code. */
export function formatCents(amountCents: number, currency: string): string {
  const { digits, format } = figuresOf(currency);
  // Intl takes the decimal text itself, so no amount passes through a binary fraction.
  const text = format(toMajor(amountCents, digits));
  return amountCents < 0 ? `−${text}` : text;
}

/** Cents in major units for a file that a program reads, such as `-1234.56`: ASCII, with the currency's own digits. */
export function toDecimal(amountCents: number, currency: string): string {
  return `${amountCents < 0 ? "-" : ""}${toMajor(amountCents, figuresOf(currency).digits)}`;
}

const typed =
  /^(?<minus>[-−]?)(?<symbol>[^\d\s,-]*)\s?(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d+))?$/;
const longestTyped = 40;

/**
 * What a person types as an amount in major units, such as `1,234.56`, `-$12` or `−12.5`, as cents. Null for anything
 * else, with more digits behind the point than the currency has too: an amount is never rounded to be understood.
 */
export function parseCents(text: string, currency = "USD"): number | null {
  // Attack: a million digits, which take long to become a number that is refused in the end.
  if (text.length > longestTyped) return null;
  const { minus, symbol = "", whole, fraction = "" } = typed.exec(text.trim())?.groups ?? {};
  if (whole === undefined) return null;
  const { digits, symbols } = figuresOf(currency);
  if (fraction.length > digits) return null;
  if (symbol !== "" && !symbols.includes(symbol)) return null;
  const cents = BigInt(`${whole.replaceAll(",", "")}${fraction.padEnd(digits, "0")}`);
  if (cents > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return cents === 0n ? 0 : Number(minus === "" ? cents : -cents);
}
