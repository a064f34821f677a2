import { firstAfter } from "../pagination";
import { createRandom } from "../seed/random";
import type { Ledger, Posting, PostingTemplate } from "../seed/rows";
import type { PostingFacts } from "../seed/template";
import { templateOf } from "../seed/templates";
import type { StoredPosting } from "./records";

/** Puts a posting that a test made in its place in the account and in the group; later balances follow. */
export function insertPosting(ledger: Ledger, stored: StoredPosting): Posting {
  const { id, accountId, at, sequence, amount, routeId } = stored;
  const account = ledger.postingsByAccount.get(accountId) ?? [];
  const index = firstAfter(account, stored);
  const posting: Posting = {
    id,
    accountId,
    at,
    sequence,
    amount,
    template: writtenTemplate(ledger, stored),
    transfer: transferOf(ledger, stored),
    routeId,
    balanceAfter: (account[index - 1]?.balanceAfter ?? 0) + amount,
  };
  for (const later of account.slice(index)) later.balanceAfter += amount;
  account.splice(index, 0, posting);
  ledger.postingsByAccount.set(accountId, account);
  ledger.postings.splice(firstAfter(ledger.postings, stored), 0, posting);
  return posting;
}

function writtenTemplate(
  ledger: Ledger,
  { kind, routeId, description, source }: StoredPosting,
): PostingTemplate {
  const template = templateOf(kind);
  const isCard = ledger.cards.some(({ value }) => value.id === routeId);
  return {
    category: source?.category ?? kind,
    route: routeId === null ? null : isCard ? "card" : "account_number",
    detail(posting, random) {
      const drawn = template.detail(posting, random);
      return { description: description ?? drawn.description, source: source ?? drawn.source };
    },
  };
}

/** A transfer is to or from the group's first other account. Only this side of it is posted. */
function transferOf(ledger: Ledger, { id, accountId }: StoredPosting): PostingFacts["transfer"] {
  const other = ledger.accounts.find(({ value }) => value.id !== accountId)?.value;
  return other
    ? { id: createRandom(`transfer ${id}`).id("account_transfer"), otherAccountId: other.id }
    : null;
}
