import { randomId } from "../ids";
import type { World } from "./world";
import { wholeSecondMs } from "../clock";
import type { Group } from "../seed/groups";
import { adjectives, nouns } from "../seed/names";
import { createRandom } from "../seed/random";

interface NewGroup {
  name?: string | undefined;
  accounts: number;
  transactionsPerAccount: number;
}

/** A fresh customer group, so that tests that run side by side need not share one. */
export function createGroup(world: World, wanted: NewGroup): Group {
  const id = randomId("group");
  const random = createRandom(id);
  return world.addGroup({
    id,
    name: wanted.name ?? `${random.pick(adjectives)} ${random.pick(nouns)} ${random.digits(3)}`,
    ordinal: world.groups.size,
    anchorMs: wholeSecondMs(world.clock.nowMs()),
    accounts: wanted.accounts,
    transactionsPerAccount: wanted.transactionsPerAccount,
  });
}
