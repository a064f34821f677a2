import "server-only";

const named = /(account|acct|card)(number|num|no|nr|identification|identifier)s?$|ibans?$/;

/**
 * Whether a field holds an account's or a card's number, however it is spelled: `debtor_account_number`, `iban`. Such a
 * number is masked where it is shown, and found by a search as a whole alone.
 */
export function isAccountNumberName(name: string): boolean {
  return named.test(name.toLowerCase().replaceAll(/[^a-z]/g, "")) || /(^|_)pans?$/i.test(name);
}
