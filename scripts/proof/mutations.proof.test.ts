import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { isSameDelivery, toDelivery, type Parts } from "./delivery";
import { anyMutation, type Mutation } from "./mutations";
import { startRealServer, webhookSecrets, type RealServer } from "./real-server";
import { createSender, inParallel, type Answer, type Sender } from "./sender";
import { seed, size, suiteNamed } from "./suite";
import { anyShape, toParts } from "./valid-deliveries";

const suite = suiteNamed("mutations");
const connections = 32;
const mutatedBetweenValid = 19;
const chunk = 500;
const mutated = size(100_000, 2_000);
const { live, sandbox } = webhookSecrets;
const mutations = anyMutation({ live: sandbox, sandbox: live });

let server: RealServer;
let sender: Sender;

beforeAll(async () => {
  server = await startRealServer();
  sender = createSender(server.port, connections);
});
afterAll(async () => {
  sender.close();
  await server.close();
});

type Sent = { parts: Parts; mutation: Mutation | null };

/** Every twentieth is as Increase sent it. Made as they are sent: an old timestamp would hide what else is wrong. */
function* deliveries(): Generator<Sent> {
  let number = 0;
  for (let done = 0; done < mutated; done += chunk) {
    const numRuns = Math.min(chunk, mutated - done);
    const sampled = fc.sample(fc.tuple(mutations, anyShape), { numRuns, seed: seed + done });
    for (const [mutation, shape] of sampled) {
      number += 1;
      yield { parts: toParts(shape, number, webhookSecrets), mutation };
      if (number % (mutatedBetweenValid + 1) !== mutatedBetweenValid) continue;
      number += 1;
      yield { parts: toParts(shape, number, webhookSecrets), mutation: null };
    }
  }
}

type Tally = {
  sent: number;
  statuses: Map<string, number>;
  bodiesOf400: Set<string>;
  accepted: string[];
  strange: string[];
  refused: string[];
  stored: Set<string>;
};

function judgeMutated(tally: Tally, { kind, status: due }: Mutation, { status, body }: Answer): void {
  tally.sent += 1;
  tally.statuses.set(kind, (tally.statuses.get(kind) ?? 0) + 1);
  if (status === 400) tally.bodiesOf400.add(body);
  if (status >= 200 && status < 300) tally.accepted.push(kind);
  if (status !== due) tally.strange.push(`${kind}: ${status}`);
}

const digestOf = (body: Buffer) => createHash("sha256").update(body).digest("hex");

test("of deliveries that were changed in any way none is accepted, and of the others each one", async () => {
  const tally: Tally = {
    sent: 0,
    statuses: new Map(),
    bodiesOf400: new Set(),
    accepted: [],
    strange: [],
    refused: [],
    stored: new Set(),
  };
  await inParallel(connections, deliveries(), async ({ parts, mutation }) => {
    const original = toDelivery(parts);
    const delivery = mutation?.apply(parts) ?? original;
    if (mutation !== null && isSameDelivery(delivery, original)) {
      throw new Error(`nothing was changed by "${mutation.kind}"`);
    }
    const answer = await sender.send(delivery);
    if (mutation !== null) judgeMutated(tally, mutation, answer);
    else if (answer.status === 200) tally.stored.add(digestOf(parts.body));
    else tally.refused.push(`${answer.status}: ${JSON.stringify(parts.headers)}`);
    suite.progress("mutated deliveries", tally.sent, mutated);
  });
  const rows = await server.select(
    z.object({ digest: z.string() }),
    "select encode(sha256(body), 'hex') as digest from webhook_events where source = 'delivery'",
  );
  expect(tally.strange.slice(0, 10)).toEqual([]);
  expect(tally.refused.slice(0, 10), server.readLog().slice(-2_000)).toEqual([]);
  expect(new Set(rows.map(({ digest }) => digest))).toEqual(tally.stored);
  expect([...tally.bodiesOf400]).toEqual(["Not a delivery of Increase's\n"]);
  suite.figure("mutated deliveries", tally.sent, { atLeast: mutated });
  suite.figure("kinds of mutation met", tally.statuses.size, { is: 19 });
  suite.figure("mutated deliveries accepted", tally.accepted.length, { is: 0 });
  suite.figure("answers other than the one 400, 413 or 405 that is due", tally.strange.length, { is: 0 });
  suite.figure("different bodies of a 400", tally.bodiesOf400.size, { is: 1 });
  suite.figure("valid deliveries between them, each answered 200", tally.stored.size, {
    atLeast: Math.floor(mutated / mutatedBetweenValid),
  });
  suite.figure("valid deliveries refused", tally.refused.length, { is: 0 });
  suite.figure("rows without a valid delivery", rows.length - tally.stored.size, { is: 0 });
});
