import { dayMs, wholeSecondMs } from "../clock";
import type { Environment } from "../environment";
import { compareKeys } from "../pagination";
import type { AccountFacts, SeededAccount } from "./accounts";
import type { Posting } from "./rows";
import type { Random } from "./random";
import { inboundWire } from "./sources/wires";
import { accountClosure, accountTransfer, sampleFunds } from "./sources/internal";
import type { Template } from "./template";
import { drawTemplate } from "./templates";

type PostingSeed = AccountFacts & SeededAccount & { environment: Environment };

/** An account's transactions, ascending. A deposit account is never overdrawn; a closed one ends at 0. */
export function seedPostings(seed: PostingSeed): Posting[] {
  const { account, plan, group, random } = seed;
  const endMs = account.value.closed_at ? Date.parse(account.value.closed_at) : group.anchorMs - 60_000;
  const startMs = group.anchorMs - plan.days * dayMs;
  const stepMs = (endMs - startMs) / plan.transactions;
  const postings: Posting[] = [];
  let balance = 0;
  for (let index = 0; index < plan.transactions; index += 1) {
    const isLast = index === plan.transactions - 1;
    const at = wholeSecondMs(startMs + (index + (isLast && plan.isClosed ? 1 : random.next())) * stepMs);
    const drawn = draw(seed, index, balance);
    balance += drawn.amount;
    postings.push({
      id: random.id("transaction"),
      accountId: account.value.id,
      at,
      sequence: seed.nextSequence(),
      ...drawn,
      transfer: null,
      routeId: routeFor(drawn.template, seed),
      balanceAfter: balance,
    });
  }
  return postings.toSorted(compareKeys);
}

function draw(seed: PostingSeed, index: number, balance: number): { template: Template; amount: number } {
  const { plan, random, environment } = seed;
  if (plan.isClosed && index === plan.transactions - 1) return { template: accountClosure, amount: -balance };
  const isLoan = plan.funding === "loan";
  if (index === 0 && !isLoan) {
    const template = environment === "sandbox" ? sampleFunds : inboundWire;
    return { template, amount: random.int(...template.cents) };
  }
  const debit = drawTemplate(random, "debit", seed.cards.length > 0);
  const wanted = -random.int(...debit.cents);
  const lowest = isLoan ? -(seed.account.value.loan?.credit_limit ?? 0) : 0;
  const mayDebit = random.chance(isLoan ? 0.8 : 0.68) && balance + wanted >= lowest;
  if (mayDebit) return { template: debit, amount: wanted };
  const credit = drawTemplate(random, "credit", seed.cards.length > 0);
  return { template: credit, amount: random.int(...credit.cents) };
}

function routeFor(template: Template, seed: PostingSeed): string | null {
  if (template.route === "card") return seed.random.pick(seed.cards).value.id;
  if (template.route === "account_number") return seed.random.pick(seed.numbers).value.id;
  return null;
}

/** Makes the latest transactions of neighbouring accounts the two sides of a transfer between them. */
export function linkTransfers(accounts: readonly Posting[][], anchorMs: number, random: Random): void {
  for (let index = 0; index + 1 < accounts.length; index += 2) {
    const from = accounts[index];
    const to = accounts[index + 1];
    if (from && to) linkTransfer(from, to, anchorMs, random);
  }
}

function linkTransfer(from: Posting[], to: Posting[], anchorMs: number, random: Random): void {
  const [source, sourceBefore] = [from.at(-1), from.at(-2)];
  const [target, targetBefore] = [to.at(-1), to.at(-2)];
  if (!source || !sourceBefore || !target || !targetBefore) return;
  const amount = Math.min(random.int(...accountTransfer.cents), sourceBefore.balanceAfter);
  const isClosing = [source, target].some((posting) => posting.template === accountClosure);
  if (amount <= 0 || isClosing) return;
  const id = random.id("account_transfer");
  const at = wholeSecondMs((Math.max(sourceBefore.at, targetBefore.at) + anchorMs) / 2);
  const shared = { at, template: accountTransfer, routeId: null };
  from[from.length - 1] = {
    ...source,
    ...shared,
    amount: -amount,
    transfer: { id, otherAccountId: target.accountId },
    balanceAfter: sourceBefore.balanceAfter - amount,
  };
  to[to.length - 1] = {
    ...target,
    ...shared,
    amount,
    transfer: { id, otherAccountId: source.accountId },
    balanceAfter: targetBefore.balanceAfter + amount,
  };
}
