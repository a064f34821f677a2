import { dayMs, isoTime, wholeSecondMs } from "../clock";
import type { Account, AccountNumber, Card, PendingTransaction } from "../wire";
import { cardAuthorization } from "./card-authorization";
import type { PendingRow, Posting, Row } from "./rows";
import { people } from "./names";
import type { Random } from "./random";

interface PendingSeed {
  account: Row<Account>;
  numbers: Row<AccountNumber>[];
  cards: Row<Card>[];
  postings: Posting[];
  random: Random;
  nextSequence: () => number;
  anchorMs: number;
  /** The group's first account always has some. */
  isFirst: boolean;
}

interface PendingDraft {
  amount: number;
  held: number;
  description: string;
  source: PendingTransaction["source"];
  routeId?: string;
}

/** Up to four pending transactions; together they never hold more than the account has. */
export function seedPending(seed: PendingSeed): PendingRow[] {
  const { account, postings, random } = seed;
  const balance = postings.at(-1)?.balanceAfter ?? 0;
  const isQuiet = account.value.status === "closed" || account.value.funding === "loan" || balance < 1_000;
  if (isQuiet || (!seed.isFirst && random.chance(0.6))) return [];
  const limit = Math.floor(Math.min(balance, 400_000) / 5);
  const drafts = [achInstruction(seed, limit), checkDeposit(seed), hold(limit)];
  if (seed.cards[0]) drafts.push(authorization(seed, seed.cards[0].value, limit));
  const rows = drafts.map((draft, index) =>
    toRow(seed, draft, seed.anchorMs - (index + 1) * 0.4 * dayMs, null),
  );
  const completed = toRow(
    seed,
    achInstruction(seed, limit),
    seed.anchorMs - 4 * dayMs,
    seed.anchorMs - 3 * dayMs,
  );
  return [...rows, completed];
}

function toRow(
  seed: PendingSeed,
  draft: PendingDraft,
  createdMs: number,
  completedMs: number | null,
): PendingRow {
  const at = wholeSecondMs(createdMs);
  const value: PendingTransaction = {
    id: seed.random.id("pending_transaction"),
    account_id: seed.account.value.id,
    amount: draft.amount,
    completed_at: completedMs === null ? null : isoTime(completedMs),
    created_at: isoTime(at),
    currency: "USD",
    description: draft.description,
    held_amount: completedMs === null ? draft.held : 0,
    route_id: draft.routeId ?? null,
    route_type: draft.routeId === undefined ? null : "card",
    source: draft.source,
    status: completedMs === null ? "pending" : "complete",
    type: "pending_transaction",
  };
  return { at, sequence: seed.nextSequence(), value, heldWhilePending: draft.held };
}

function achInstruction({ random }: PendingSeed, limit: number): PendingDraft {
  const amount = random.int(100, limit);
  return {
    amount: -amount,
    held: -amount,
    description: `ACH payment to ${random.pick(people)}`,
    source: {
      category: "ach_transfer_instruction",
      ach_transfer_instruction: { amount, transfer_id: random.id("ach_transfer") },
    },
  };
}

/** Money on its way in: it holds nothing. */
function checkDeposit({ random }: PendingSeed): PendingDraft {
  const amount = random.int(5_000, 300_000);
  return {
    amount,
    held: 0,
    description: "Check deposit",
    source: {
      category: "check_deposit_instruction",
      check_deposit_instruction: {
        amount,
        back_image_file_id: random.id("file"),
        check_deposit_id: random.id("check_deposit"),
        currency: "USD",
        front_image_file_id: random.id("file"),
      },
    },
  };
}

function hold(limit: number): PendingDraft {
  return {
    amount: -limit,
    held: -limit,
    description: "Held for a deposit refund",
    source: { category: "user_initiated_hold", user_initiated_hold: {} },
  };
}

function authorization({ random, anchorMs }: PendingSeed, card: Card, limit: number): PendingDraft {
  const amount = random.int(100, Math.min(limit, 20_000));
  const authorized = cardAuthorization(random, amount, anchorMs);
  return {
    amount: -amount,
    held: -amount,
    description: authorized.merchant_descriptor,
    source: { category: "card_authorization", card_authorization: authorized },
    routeId: card.id,
  };
}
