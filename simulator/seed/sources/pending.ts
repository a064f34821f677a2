import { dayMs, isoTime } from "../../clock";
import type { PendingTransaction } from "../../wire";
import { cardAuthorization } from "../card-authorization";
import { banks, companies, people } from "../names";
import type { Random } from "../random";
import type { PostingFacts } from "../template";
import { blockchainAddress, hexadecimal } from "./blockchain";

type Source = PendingTransaction["source"];

/** One sort of pending transaction. The seed has drafts of its own; these are for tests. */
export interface PendingTemplate {
  readonly direction: "credit" | "debit";
  readonly cents: readonly [low: number, high: number];
  readonly route: "account_number" | "card" | null;
  detail(facts: PostingFacts, random: Random): { description: string; source: Source };
}

const usual = { direction: "debit", cents: [1_000, 50_000], route: null } as const;

export const pendingTemplates: Record<Source["category"], PendingTemplate> = {
  account_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: "Transfer between accounts",
      source: {
        category: "account_transfer_instruction",
        account_transfer_instruction: { amount, currency: "USD", transfer_id: random.id("account_transfer") },
      },
    }),
  },
  ach_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: `ACH payment to ${random.pick(people)}`,
      source: {
        category: "ach_transfer_instruction",
        ach_transfer_instruction: { amount: Math.abs(amount), transfer_id: random.id("ach_transfer") },
      },
    }),
  },
  card_authorization: {
    ...usual,
    route: "card",
    detail({ amount, at, id }, random) {
      const authorized = cardAuthorization(random, Math.abs(amount), at);
      return {
        description: authorized.merchant_descriptor,
        source: {
          category: "card_authorization",
          card_authorization: { ...authorized, pending_transaction_id: id },
        },
      };
    },
  },
  check_deposit_instruction: {
    ...usual,
    direction: "credit",
    detail: ({ amount }, random) => ({
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
    }),
  },
  check_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: `Check to ${random.pick(companies)}`,
      source: {
        category: "check_transfer_instruction",
        check_transfer_instruction: {
          amount: Math.abs(amount),
          currency: "USD",
          transfer_id: random.id("check_transfer"),
        },
      },
    }),
  },
  fednow_transfer_instruction: {
    ...usual,
    detail: (_facts, random) => ({
      description: `FedNow payment to ${random.pick(people)}`,
      source: {
        category: "fednow_transfer_instruction",
        fednow_transfer_instruction: { transfer_id: random.id("fednow_transfer") },
      },
    }),
  },
  inbound_funds_hold: {
    ...usual,
    detail: ({ amount, at, id }, random) => ({
      description: "Held until the deposit can no longer be returned",
      source: {
        category: "inbound_funds_hold",
        inbound_funds_hold: {
          amount: Math.abs(amount),
          automatically_releases_at: isoTime(at + 5 * dayMs),
          created_at: isoTime(at),
          currency: "USD",
          held_transaction_id: random.id("transaction"),
          pending_transaction_id: id,
          released_at: null,
          status: "held",
          type: "inbound_funds_hold",
        },
      },
    }),
  },
  user_initiated_hold: {
    ...usual,
    detail: () => ({
      description: "Held for a deposit refund",
      source: { category: "user_initiated_hold", user_initiated_hold: {} },
    }),
  },
  real_time_payments_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: `Real-time payment to ${random.pick(people)}`,
      source: {
        category: "real_time_payments_transfer_instruction",
        real_time_payments_transfer_instruction: {
          amount: Math.abs(amount),
          transfer_id: random.id("real_time_payments_transfer"),
        },
      },
    }),
  },
  wire_transfer_instruction: {
    ...usual,
    cents: [100_000, 900_000],
    detail: ({ amount }, random) => ({
      description: `Wire to ${random.pick(companies)}`,
      source: {
        category: "wire_transfer_instruction",
        wire_transfer_instruction: {
          account_number: random.digits(11),
          amount: Math.abs(amount),
          message_to_recipient: `Invoice ${random.digits(5)}`,
          routing_number: random.pick(banks).routingNumber,
          transfer_id: random.id("wire_transfer"),
        },
      },
    }),
  },
  inbound_wire_transfer_reversal: {
    ...usual,
    detail: (_facts, random) => ({
      description: "Inbound wire sent back",
      source: {
        category: "inbound_wire_transfer_reversal",
        inbound_wire_transfer_reversal: { inbound_wire_transfer_id: random.id("inbound_wire_transfer") },
      },
    }),
  },
  swift_transfer_instruction: {
    ...usual,
    detail: (_facts, random) => ({
      description: `International transfer to ${random.pick(people)}`,
      source: {
        category: "swift_transfer_instruction",
        swift_transfer_instruction: { transfer_id: random.id("swift_transfer") },
      },
    }),
  },
  card_push_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: `Card push transfer to ${random.pick(people)}`,
      source: {
        category: "card_push_transfer_instruction",
        card_push_transfer_instruction: {
          amount: Math.abs(amount),
          transfer_id: random.id("card_push_transfer"),
        },
      },
    }),
  },
  blockchain_onramp_transfer_instruction: {
    ...usual,
    detail: ({ amount }, random) => ({
      description: "Blockchain on-ramp transfer",
      source: {
        category: "blockchain_onramp_transfer_instruction",
        blockchain_onramp_transfer_instruction: {
          amount: Math.abs(amount),
          destination_blockchain_address: blockchainAddress(random),
          transfer_id: random.id("blockchain_onramp_transfer"),
        },
      },
    }),
  },
  blockchain_offramp_transfer: {
    ...usual,
    direction: "credit",
    detail: ({ accountId, amount, at }, random) => ({
      description: "Blockchain off-ramp transfer",
      source: {
        category: "blockchain_offramp_transfer",
        blockchain_offramp_transfer: {
          id: random.id("blockchain_offramp_transfer"),
          token: "usdc",
          amount,
          created_at: isoTime(at),
          destination_account_id: accountId,
          initiating_transaction_hash: `0x${hexadecimal(random, 64)}`,
          source_blockchain_address_id: random.id("blockchain_address"),
          status: "pending_settlement",
          transaction_id: null,
          type: "blockchain_offramp_transfer",
        },
      },
    }),
  },
  other: {
    ...usual,
    detail: () => ({ description: "Pending adjustment", source: { category: "other", other: {} } }),
  },
};
