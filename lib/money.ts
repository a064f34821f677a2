/** Adds integer cents. @throws RangeError past the integers that a number can hold exactly. */
export function sumCents(amounts: readonly number[]): number {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (!Number.isSafeInteger(total)) throw new RangeError("A sum of cents is not a safe integer");
  return total;
}

function isDecimal(text: string): text is `${number}` {
  return /^\d+(\.\d+)?$/.test(text);
}

/** Cents as text, such as `−$1,234.56`, with a true minus sign. `currency` is an ISO 4217 code. */
export function formatCents(amountCents: number, currency: string): string {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  const { maximumFractionDigits = 2 } = format.resolvedOptions();
  const digits = String(Math.abs(amountCents)).padStart(maximumFractionDigits + 1, "0");
  const split = digits.length - maximumFractionDigits;
  const major = digits.slice(0, split);
  const minor = digits.slice(split);
  const decimal = minor === "" ? major : `${major}.${minor}`;
  if (!isDecimal(decimal)) throw new RangeError("An amount of cents is an integer");
  // Intl takes the decimal text itself, so no amount passes through a binary fraction.
  const text = format.format(decimal);
  return amountCents < 0 ? `−${text}` : text;
}
