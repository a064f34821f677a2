/** Words that are not written as a plain lower-case word. */
const spelling = new Map([
  ["3ds", "3-D Secure"],
  ["ach", "ACH"],
  ["atm", "ATM"],
  ["bic", "BIC"],
  ["cvv", "CVV"],
  ["dfi", "DFI"],
  ["empyreal", "Empyreal"],
  ["enr", "ENR"],
  ["fednow", "FedNow"],
  ["iat", "IAT"],
  ["iban", "IBAN"],
  ["id", "ID"],
  ["ids", "IDs"],
  ["odfi", "ODFI"],
  ["ofac", "OFAC"],
  ["r62", "R62"],
  ["rck", "RCK"],
  ["rdfi", "RDFI"],
  ["sec", "SEC"],
  ["swift", "Swift"],
  ["url", "URL"],
  ["usd", "USD"],
  ["usdc", "USDC"],
  ["visa", "Visa"],
  ["wifi", "Wi-Fi"],
  ["xck", "XCK"],
]);

const longestName = 80;

/** One of Increase's own names, to read: `teleport_transfer` is `Teleport transfer`. Never empty, never long. */
export function toReadableName(name: string): string {
  const words = name
    .slice(0, longestName)
    .split(/[\s_]+/)
    .filter((word) => word !== "")
    .map((word) => spelling.get(word) ?? word)
    .join(" ");
  if (words === "") return "Without a name";
  const first = String.fromCodePoint(words.codePointAt(0) ?? 0);
  const readable = first.toUpperCase() + words.slice(first.length);
  return name.length > longestName ? `${readable}…` : readable;
}
