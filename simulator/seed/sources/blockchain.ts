import type { Template } from "../template";
import type { Random } from "../random";

const onrampIntention: Template = {
  category: "blockchain_onramp_transfer_intention",
  direction: "debit",
  weight: 0,
  cents: [10_000, 500_000],
  route: null,
  detail: (_posting, random) => ({
    description: "Blockchain on-ramp transfer",
    source: {
      category: "blockchain_onramp_transfer_intention",
      blockchain_onramp_transfer_intention: {
        destination_blockchain_address: blockchainAddress(random),
        transfer_id: random.id("blockchain_onramp_transfer"),
      },
    },
  }),
};

const offrampSettlement: Template = {
  category: "blockchain_offramp_transfer_settlement",
  direction: "credit",
  weight: 0,
  cents: [10_000, 500_000],
  route: null,
  detail: (_posting, random) => ({
    description: "Blockchain off-ramp transfer",
    source: {
      category: "blockchain_offramp_transfer_settlement",
      blockchain_offramp_transfer_settlement: {
        source_blockchain_address_id: random.id("blockchain_address"),
        transfer_id: random.id("blockchain_offramp_transfer"),
      },
    },
  }),
};

/** 20 bytes in hexadecimal. */
export function blockchainAddress(random: Random): string {
  return `0x${hexadecimal(random, 40)}`;
}

export function hexadecimal(random: Random, length: number): string {
  return Array.from({ length }, () => random.int(0, 15).toString(16)).join("");
}

export const blockchainTemplates = [onrampIntention, offrampSettlement] as const;
