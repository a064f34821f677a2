import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { selectRows } from "../testing/connection-acts";
import { deliver, makeEvent } from "../testing/deliveries";
import {
  createEventSubscription,
  deleteEventSubscription,
  listEventSubscriptions,
  type IncreaseEnvironment,
} from "../increase";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { receiveFromSimulator } from "../testing/webhook-receiver";
import { Secret } from "../vault";
import { webhookUrl } from "./register-subscriptions";

const [older, newer] = ["whsec_of-before-0123456789", "whsec_of-after-0123456789"];
type Secrets = [string, ...string[]];

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ env: { INCREASE_WEBHOOK_SECRET: older } });
});
afterAll(() => portal.close());

/** The same portal, deployed with these secrets. */
function deployed(secrets: Secrets): TestPortal {
  const env = { ...portal.services.env, INCREASE_WEBHOOK_SECRET: secrets };
  return {
    ...portal,
    services: { ...portal.services, env },
    createContext: (actor) => ({ ...portal.createContext(actor), env }),
  };
}

const send = async (secrets: Secrets, secret: string, environment: IncreaseEnvironment = "live") =>
  (await deliver(deployed(secrets), makeEvent(), { secret, environment })).kind;

test.each([
  ["the old secret alone", [older], "stored", "forged"],
  ["both, the old one first", [older, newer], "stored", "stored"],
  ["both, the new one first", [newer, older], "stored", "stored"],
  ["the new secret alone", [newer], "forged", "stored"],
] satisfies [string, Secrets, string, string][])(
  "with %s, each listed one is believed and no other",
  async (_step, secrets, ofOlder, ofNewer) => {
    expect(await send(secrets, older)).toBe(ofOlder);
    expect(await send(secrets, newer)).toBe(ofNewer);
    // Attack: both secrets in one text, or none, as if the list were a secret itself.
    for (const made of [secrets.join(","), `${secrets.join(",")},`, ",", ""]) {
      expect(await send(secrets, made)).toBe(
        secrets.length === 1 && made === secrets[0] ? "stored" : "forged",
      );
    }
    // Attack: the live side's secrets, used against the sandbox's address.
    expect(await send(secrets, older, "sandbox")).toBe("forged");
    expect(await send(secrets, newer, "sandbox")).toBe("forged");
  },
);

test("Increase's side is rotated by a new subscription; of before, between and after it no event is lost", async () => {
  let secrets: Secrets = [older];
  let isDown = false;
  const moving: TestPortal = {
    ...portal,
    createContext(actor) {
      if (isDown) throw new Error("the portal is being deployed");
      return deployed(secrets).createContext(actor);
    },
  };
  const { origin, close } = await receiveFromSimulator(moving);
  const { increase } = portal.services;
  const fire = () => portal.control("events", { category: "group.heartbeat" });
  const flush = () => portal.control("deliveries/flush");
  const stored = async () => {
    const query = sql`select event_id from webhook_events where category = 'group.heartbeat'`;
    return (await selectRows(portal, z.object({ event_id: z.string() }), query)).length;
  };
  try {
    await fire();
    await flush();
    expect(await stored()).toBe(1);
    // One that fails now comes again in 48 seconds, signed with the secret of the subscription that it is of.
    isDown = true;
    await fire();
    await flush();
    expect(await stored()).toBe(1);
    isDown = false;
    secrets = [newer, older];
    const url = webhookUrl(origin, "live");
    const platform = increase.platform("live");
    const before = (await listEventSubscriptions(platform)).find((each) => each.url === url);
    await createEventSubscription(platform, { url, sharedSecret: new Secret(newer) });
    // It comes twice, of either subscription, and is one.
    await fire();
    await flush();
    expect(await stored()).toBe(2);
    await portal.advance(60);
    await flush();
    expect(await stored()).toBe(3);
    await deleteEventSubscription(platform, before?.id ?? "");
    secrets = [newer];
    await fire();
    await flush();
    expect(await stored()).toBe(4);
  } finally {
    await close();
  }
});
