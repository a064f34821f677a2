import type { Ledger, Posting } from "../seed/rows";
import { inboundAchCredit } from "../seed/sources/ach";
import { cardSettlement } from "../seed/sources/cards";
import type { StoredPosting } from "./records";

export const postingTemplates = { inbound_ach_transfer: inboundAchCredit, card_settlement: cardSettlement };

/** Puts a posting that happened after the seed at the end of its account and of its group. */
export function appendPosting(ledger: Ledger, stored: StoredPosting): Posting {
  const { id, accountId, at, sequence, amount, routeId, kind } = stored;
  const account = ledger.postingsByAccount.get(accountId) ?? [];
  const posting: Posting = {
    id,
    accountId,
    at,
    sequence,
    amount,
    template: postingTemplates[kind],
    transfer: null,
    routeId,
    balanceAfter: (account.at(-1)?.balanceAfter ?? 0) + amount,
  };
  account.push(posting);
  ledger.postingsByAccount.set(accountId, account);
  ledger.postings.push(posting);
  return posting;
}
