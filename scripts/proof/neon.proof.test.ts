import { afterAll, beforeAll, expect, test } from "vitest";
import { connectCustomer, type Customer } from "@/bench/customer";
import { startNeonWsProxy, type NeonWsProxy } from "@/db/testing/neon-ws-proxy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { countRows, makeMarkingEvent, toLiveDelivery } from "./inbox";
import { startRealServer, watcherName, type RealServer } from "./real-server";
import { createSender, type Sender } from "./sender";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("demo through Neon's driver");
const cuts = size(100, 8);

let database: TestDatabase;
let proxy: NeonWsProxy;
let server: RealServer;
let sender: Sender;
let customer: Customer;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await startNeonWsProxy(Number(url.port));
  url.host = "ep-test.us-east-1.aws.neon.tech:5432";
  server = await startRealServer({
    database,
    extraEnv: { DATABASE_URL: url.href, NEON_WS_PROXY: proxy.address },
  });
  sender = createSender(server.port, 1);
});
afterAll(async () => {
  sender.close();
  await server.close();
  await proxy.close();
  await database.drop();
});

const ours = `pg_stat_activity where datname = current_database() and application_name <> '${watcherName}'`;

/** Nothing of the portal's is under way any more, and a connection is kept for what comes next. */
async function untilIdle(): Promise<void> {
  // Work between two statements looks idle too: quiet is who has been so for a while.
  const busy = () =>
    countRows(server, `${ours} and (state <> 'idle' or state_change > now() - interval '300 ms')`);
  await expect.poll(busy, { timeout: 10_000 }).toBe(0);
  if ((await countRows(server, ours)) > 0) return;
  // Whatever had to be opened is gone again: the next page leaves one behind.
  expect(await openPage()).toMatchObject({ status: 200 });
  await untilIdle();
}

const dropped = () => server.readLog().split("dropped while idle").length - 1;

/** Returns once the portal has heard of each: what it sends in the same moment is sent into a socket that is gone. */
async function cutAll(): Promise<number> {
  const before = dropped();
  const cut = proxy.cut();
  await expect.poll(() => dropped() - before, { timeout: 10_000 }).toBe(cut);
  return cut;
}

async function openPage(): Promise<{ status: number; text: string }> {
  const page = await fetch(`${server.url}/groups/${customer.groupId}`, {
    headers: { cookie: customer.cookie },
  });
  return { status: page.status, text: await page.text() };
}

async function deliver(): Promise<number> {
  const event = makeMarkingEvent();
  const { status } = await sender.send(toLiveDelivery({ event, groupId: customer.groupId }));
  await expect
    .poll(() => countRows(server, "webhook_events where event_id = $1 and state = 'processed'", [event.id]))
    .toBe(1);
  return status;
}

test("a customer signs in, sees their group, and its events arrive", async () => {
  const urls = { portal: server.url, simulator: server.simulator.url, database: database.url };
  customer = await connectCustomer(urls, { accounts: 2, transactions_per_account: 1 });
  expect(await openPage()).toMatchObject({ status: 200, text: expect.stringContaining("Sign out") });
  expect(await deliver()).toBe(200);
  expect(
    await countRows(server, "connections where group_id = $1 and state = 'active'", [customer.groupId]),
  ).toBe(1);
});

test("all sockets cut while idle cost no request", async () => {
  const refused: string[] = [];
  let cut = 0;
  for (let number = 0; number < cuts; number += 1) {
    await untilIdle();
    cut += await cutAll();
    const [what, status] =
      number % 2 === 0 ? ["page", (await openPage()).status] : ["delivery", await deliver()];
    if (status !== 200) refused.push(`${what}: ${status}`);
    suite.progress("cuts", number + 1, cuts);
  }
  expect(refused).toEqual([]);
  suite.figure("times that all idle sockets were cut", cuts, { is: cuts });
  suite.figure("sockets cut", cut, { atLeast: cuts });
  suite.figure("first requests after it that were not answered 200", refused.length, { is: 0 });
  expect(server.readLog()).not.toContain("uncaughtException");
});
