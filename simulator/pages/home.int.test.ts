import { expect, test } from "vitest";
import { platform } from "../platform";
import { openSimulator } from "../testing/test-simulator";
import type { TestSimulator } from "../testing/test-simulator";
import { openReceiver, status } from "../testing/webhook-receiver";
import { deliveries, fire, flush, secret, subscribe } from "../testing/webhooks";

async function submit(simulator: TestSimulator, name: string, form: Record<string, string>) {
  const body = new URLSearchParams(form);
  const answer = await fetch(`${simulator.url}/_sim/ui/${name}`, { method: "POST", body });
  return { status: answer.status, text: await answer.text() };
}

async function home(simulator: TestSimulator): Promise<string> {
  return (await (await fetch(simulator.url)).text()).replaceAll(/\s+/g, " ");
}

test("the page shows subscriptions, deliveries and alerts, and no secret of any", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  await subscribe(simulator, receiver);
  receiver.answer = status(503);
  await fire(simulator, { category: "<b>bold</b>" });
  await flush(simulator);
  const forged = { method: "POST", body: "<i>forged</i>" };
  expect((await fetch(`${simulator.url}/alerts`, forged)).status).toBe(400);
  const page = await home(simulator);
  for (const shown of [
    receiver.url,
    "&lt;b&gt;bold&lt;/b&gt;",
    "503",
    "◌ waiting",
    "&lt;i&gt;forged",
    "✕ not",
  ]) {
    expect(page).toContain(shown);
  }
  for (const hidden of [secret, platform.alertSecret, "<b>bold", "<i>forged", "<script"]) {
    expect(page).not.toContain(hidden);
  }
});

test("delivery modes are set by a form, and an empty one clears them", async () => {
  const simulator = await openSimulator();
  const { world } = simulator.running;
  const form = {
    duplicate: "2",
    delay_ms: "5",
    secret: "old",
    group_id: "group_x",
    reorder: "on",
    drop: "on",
  };
  expect(await submit(simulator, "delivery-modes", form)).toMatchObject({ status: 200 });
  expect(world.state.deliveryModes).toEqual({
    duplicate: 2,
    delay_ms: 5,
    secret: "old",
    group_id: "group_x",
    reorder: true,
    drop: true,
  });
  expect((await submit(simulator, "delivery-modes", { duplicate: "0" })).status).toBe(400);
  await submit(simulator, "delivery-modes", { duplicate: "1", delay_ms: "0", secret: "", group_id: "" });
  expect(world.state.deliveryModes).toEqual({
    duplicate: 1,
    delay_ms: 0,
    secret: null,
    group_id: null,
    reorder: false,
    drop: false,
  });
});

test("money moves and a user revokes by forms, and each is delivered", async () => {
  const [simulator, receiver] = [await openSimulator(), await openReceiver()];
  const { group, connectionId } = await simulator.connectNew();
  await subscribe(simulator, receiver);
  const { group_id } = group;
  const given = { group_id, environment: "live" };
  const arrived = await submit(simulator, "inbound-ach-transfers", { ...given, amount: "250000" });
  expect(arrived.text).toContain("$2,500.00 arrived by ACH");
  const settled = await submit(simulator, "card-settlements", { ...given, amount: "" });
  expect(settled.text).toMatch(/A card payment of \$[\d,.]+ settled/);
  const empty = simulator.seededGroup("Fernhollow Studio");
  const refused = await submit(simulator, "card-settlements", { ...given, group_id: empty, amount: "" });
  expect(refused).toMatchObject({
    status: 404,
    text: expect.stringContaining("no open account with a card"),
  });
  expect(await home(simulator)).toContain(`User revokes ${connectionId} in the dashboard`);
  await submit(simulator, "deactivate", { id: connectionId });
  await flush(simulator);
  expect(receiver.categories.toSorted()).toEqual([
    "inbound_ach_transfer.created",
    "oauth_connection.deactivated",
    "transaction.created",
    "transaction.created",
  ]);
  expect((await deliveries(simulator)).every(({ state }) => state === "delivered")).toBe(true);
});
