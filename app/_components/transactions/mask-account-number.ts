const mask = "••••";
const mostShown = 4;

const named = /(account|acct|card)(number|num|no|nr|identification|identifier)s?$|ibans?$/;

/** Whether a field holds an account's or a card's number, however it is spelled: `debtor_account_number`, `iban`. */
export function isAccountNumberName(name: string): boolean {
  return named.test(name.toLowerCase().replaceAll(/[^a-z]/g, "")) || /(^|_)pans?$/i.test(name);
}

/** The last four, such as `•••• 1234`; of a short one fewer, so that the number can't be told from what is shown. */
export function maskAccountNumber(number: string): string {
  const figures = Array.from(number.replaceAll(/[\s-]/g, ""));
  const shown = Math.min(mostShown, Math.floor(figures.length / 2));
  return shown === 0 ? mask : `${mask} ${figures.slice(-shown).join("")}`;
}
