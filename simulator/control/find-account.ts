import type { Ledger } from "../seed/rows";
import { ControlError } from "./input";

/** Which account and route a test's own transaction has. */
interface Wanted {
  accountId: string | undefined;
  routeId: string | undefined;
  /** The sort of route that such a transaction comes by. */
  route: "account_number" | "card" | null;
}

/**
 * The account that was asked for unless it is closed, else an open one with deposits, with such a route if any has.
 * @throws ControlError 404
 */
export function findPlace(
  ledger: Ledger,
  { accountId, routeId, route }: Wanted,
): { accountId: string; routeId: string | null } {
  const { accounts, cards, accountNumbers } = ledger;
  const routes = [...cards, ...accountNumbers].map(({ value }) => value);
  const given = routes.find(({ id }) => id === routeId);
  if (routeId !== undefined && !given) throw new ControlError(404, `There is no route ${routeId}.`);
  const fitting = routes.filter(({ type, status }) => type === route && status !== "canceled");
  const usable = accounts
    .map(({ value }) => value)
    .filter(({ id, status, funding }) =>
      accountId ? id === accountId : status === "open" && funding === "deposits",
    )
    .filter(({ id, status }) => status !== "closed" && (!given || given.account_id === id));
  const account = usable.find(({ id }) => fitting.some((one) => one.account_id === id)) ?? usable[0];
  if (!account) {
    throw new ControlError(404, `There is no such open account${accountId ? `: ${accountId}` : ""}.`);
  }
  const own = fitting.filter((one) => one.account_id === account.id);
  const drawn = own.find(({ status }) => status === "active") ?? own[0];
  return { accountId: account.id, routeId: given?.id ?? drawn?.id ?? null };
}
