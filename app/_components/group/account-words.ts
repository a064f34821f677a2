import { toReadableName } from "@/app/_components/transactions/readable-name";
import type { Account } from "@/lib/banking";

// Maps, since a type named `constructor` would find something in an object.
const types = new Map([
  ["deposits", "Deposits"],
  ["loan", "Loan"],
]);

const banks = new Map([
  ["core_bank", "Core Bank"],
  ["first_internet_bank", "First Internet Bank"],
  ["grasshopper_bank", "Grasshopper Bank"],
  ["increase_bank", "Increase Bank"],
]);

/** What an account is called: also one whose name is blank must be a link to see and a title to read. */
export function nameOf({ name }: Pick<Account, "name">): string {
  return name.trim() === "" ? "Without a name" : name;
}

/** How the account is funded, in plain words; a way that Increase adds tomorrow, in its own name. */
export function typeLabel({ funding }: Pick<Account, "funding">): string {
  if (funding === null) return "Not stated";
  return types.get(funding) ?? toReadableName(funding);
}

export function bankLabel({ bank }: Pick<Account, "bank">): string {
  return banks.get(bank) ?? toReadableName(bank);
}

export function isClosed({ status }: Pick<Account, "status">): boolean {
  return status === "closed";
}

/** What its balance is: money that is there, money that is owed, or nothing that this page knows to add up. */
export function kindOf({ funding }: Pick<Account, "funding">): "deposits" | "loan" | "other" {
  // Increase did not always say it, and then had deposits alone.
  if (funding === null || funding === "deposits") return "deposits";
  return funding === "loan" ? "loan" : "other";
}
