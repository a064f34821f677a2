import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startSimulator } from "./index";
import { openSimulator, refusal } from "./testing/test-simulator";

async function dataFile(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), "simulator-")), "state", "simulator.json");
}

test("everything survives a restart: tokens, codes, groups, switches, the clock and every cent", async () => {
  const file = await dataFile();
  const before = await openSimulator({ dataFile: file });
  const { token, group, connectionId } = await before.connectNew("read_write");
  const client = before.client("live", token);
  const made = await client.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" });
  await before.setSwitch("old_tokens", "voided");
  await before.control("POST", "/clock", { advance_seconds: 3_600 });
  const code = await before.approve(group.group_id);
  const read = async (from: typeof client) => ({
    accounts: (await from.accounts.list()).data,
    transactions: (await from.transactions.list()).data,
    events: (await from.events.list()).data,
  });
  const known = await read(client);
  await before.running.close();

  const after = await openSimulator({ dataFile: file });
  const again = after.client("live", token);
  expect(await read(again)).toEqual(known);
  const replay = await again.accounts.create({ name: "Rent" }, { idempotencyKey: "key-1" }).withResponse();
  expect(replay.response.headers.get("idempotent-replayed")).toBe("true");
  expect(replay.data.id).toBe(made.id);
  expect((await after.platform().oauthConnections.list()).data.map(({ id }) => id)).toEqual([connectionId]);
  expect(after.running.world.clock.offsetMs).toBe(3_600_000);
  await after.exchange(code);
  expect((await refusal(again.groups.retrieve())).status).toBe(401);
});

test("the file is written soon after a change, is small, and is for its owner only", async () => {
  const file = await dataFile();
  const simulator = await openSimulator({ dataFile: file });
  const { token } = await simulator.connect(simulator.seededGroup("Brightwater Payroll"));
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toContain(token));
  const { size, mode } = await stat(file);
  expect(size).toBeLessThan(10_000);
  expect(mode & 0o777).toBe(0o600);
});

test("a reset reaches the file", async () => {
  const file = await dataFile();
  const before = await openSimulator({ dataFile: file });
  const { token } = await before.connectNew();
  await before.control("POST", "/reset");
  await before.running.close();
  const after = await openSimulator({ dataFile: file });
  expect((await refusal(after.client("live", token).groups.retrieve())).status).toBe(401);
  expect(after.running.world.groups.size).toBe(7);
});

test("a file of something else is refused and left as it is", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "simulator-")), "other.json");
  await writeFile(file, '{"version": 7}');
  await expect(startSimulator({ dataFile: file })).rejects.toThrow("is not a data file of this simulator");
  expect(await readFile(file, "utf8")).toBe('{"version": 7}');
});

test("a file from before webhooks were delivered is read, and goes on as if they always had been", async () => {
  const file = await dataFile();
  const before = await openSimulator({ dataFile: file });
  const { token, client } = await before.connectNew();
  const { id } = await client.groups.retrieve();
  await before.running.close();
  const later = ["postings", "deliveries", "deliveryModes", "alerts"];
  const written = Object.entries(JSON.parse(await readFile(file, "utf8")));
  const older = Object.fromEntries(written.filter(([name]) => !later.includes(name)));
  expect(written).toHaveLength(Object.keys(older).length + later.length);
  await writeFile(file, JSON.stringify(older));
  const after = await openSimulator({ dataFile: file });
  expect((await after.client("live", token).groups.retrieve()).id).toBe(id);
  expect(await (await after.control("GET", "/delivery_modes")).json()).toMatchObject({ duplicate: 1 });
  const events = await after.control("POST", "/events", { category: "group.heartbeat" });
  expect(events.status).toBe(201);
});
