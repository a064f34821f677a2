import type Increase from "increase";
import { z } from "zod";
import type { Environment } from "../environment";
import type { TestSimulator } from "./test-simulator";

export const secret = "whsec_bm90IHRvIGJlIGRlY29kZWQ";

const Flushed = z.object({ left: z.number() });
const Fired = z.object({ id: z.string(), category: z.string() });
const Moved = z.object({
  transaction_id: z.string(),
  account_id: z.string(),
  amount: z.number(),
  event_ids: z.array(z.string()),
});
const Held = z.object({
  pending_transaction_id: z.string(),
  account_id: z.string(),
  amount: z.number(),
  held_amount: z.number(),
  event_ids: z.array(z.string()),
});
const Listed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      environment: z.string(),
      subscription_id: z.string(),
      event_id: z.string(),
      category: z.string(),
      url: z.string(),
      group_id: z.string().nullable(),
      state: z.string(),
      reason: z.string().nullable(),
      attempts: z.array(
        z.object({ at: z.string(), status: z.number().nullable(), error: z.string().nullable() }),
      ),
      next_attempt_at: z.string().nullable(),
    }),
  ),
});

/** Subscribes an endpoint with the platform's key, then lets the news of that itself arrive. */
export async function subscribe(
  simulator: TestSimulator,
  receiver: { url: string; received: unknown[] },
  options: Partial<Increase.EventSubscriptionCreateParams> & { environment?: Environment } = {},
): Promise<Increase.EventSubscription> {
  const { environment = "live", ...parameters } = options;
  const made = await simulator
    .platform(environment)
    .eventSubscriptions.create({ url: receiver.url, shared_secret: secret, ...parameters });
  await flush(simulator);
  receiver.received.length = 0;
  return made;
}

/** Waits until nothing is due or in flight; says how much is left. */
export async function flush(simulator: TestSimulator): Promise<number> {
  return Flushed.parse(await answerOf(simulator.control("POST", "/deliveries/flush"))).left;
}

export async function fire(simulator: TestSimulator, event: Record<string, unknown> = {}) {
  const given = { category: "group.heartbeat", ...event };
  return Fired.parse(await answerOf(simulator.control("POST", "/events", given)));
}

export async function setModes(simulator: TestSimulator, modes: Record<string, unknown>): Promise<void> {
  await answerOf(simulator.control("PATCH", "/delivery_modes", modes));
}

export async function move(
  simulator: TestSimulator,
  kind: "inbound_ach_transfers" | "card_settlements",
  input: Record<string, unknown>,
) {
  return Moved.parse(await answerOf(simulator.control("POST", `/${kind}`, input)));
}

export async function add(simulator: TestSimulator, input: Record<string, unknown>) {
  return Moved.parse(await answerOf(simulator.control("POST", "/transactions", input)));
}

export async function hold(simulator: TestSimulator, input: Record<string, unknown>) {
  return Held.parse(await answerOf(simulator.control("POST", "/pending_transactions", input)));
}

export async function deliveries(simulator: TestSimulator, query = "") {
  return Listed.parse(await answerOf(simulator.control("GET", `/deliveries${query}`))).data;
}

export async function advance(simulator: TestSimulator, seconds: number): Promise<void> {
  await answerOf(simulator.control("POST", "/clock", { advance_seconds: seconds }));
}

async function answerOf(call: Promise<Response>): Promise<unknown> {
  const answer = await call;
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}
