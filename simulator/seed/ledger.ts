import type { Environment } from "../environment";
import { compareKeys } from "../pagination";
import { seedAccount } from "./accounts";
import type { Group } from "./groups";
import { seedPending } from "./pending";
import { linkTransfers, seedPostings } from "./postings";
import { createRandom } from "./random";
import type { Ledger } from "./rows";

/** Numbers every seeded object of the world differently: a range for each ledger. */
function sequenceBase(group: Group, environment: Environment): number {
  return group.ordinal * 10_000_000 + (environment === "sandbox" ? 5_000_000 : 0);
}

/** The same group and environment always give the same ledger, whatever the clock says. */
export function buildLedger(group: Group, environment: Environment): Ledger {
  const random = createRandom(`ledger ${group.id} ${environment}`);
  let sequence = sequenceBase(group, environment);
  const nextSequence = () => (sequence += 1);
  const entityId = random.id("entity");
  const programId = random.id("program");
  const seeded = group.plans[environment].map((plan) => {
    const facts = { group, plan, random, nextSequence, entityId, programId };
    const account = seedAccount(facts);
    return { ...account, postings: seedPostings({ ...facts, ...account, environment }) };
  });
  linkTransfers(
    seeded.map((account) => account.postings),
    group.anchorMs,
    random,
  );
  const pending = seeded.flatMap(({ account, numbers, cards, postings }, index) =>
    seedPending({
      account,
      numbers,
      cards,
      postings,
      random,
      nextSequence,
      anchorMs: group.anchorMs,
      isFirst: index === 0,
    }),
  );
  return {
    accounts: seeded.map(({ account }) => account).toSorted(compareKeys),
    accountNumbers: seeded.flatMap(({ numbers }) => numbers).toSorted(compareKeys),
    cards: seeded.flatMap(({ cards }) => cards).toSorted(compareKeys),
    pendingTransactions: pending.toSorted(compareKeys),
    postings: seeded.flatMap(({ postings }) => postings).toSorted(compareKeys),
    postingsByAccount: new Map(seeded.map(({ account, postings }) => [account.value.id, postings])),
  };
}
