import { randomUUID } from "node:crypto";
import { request as http } from "node:http";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { makeEvent, signDelivery } from "../lib/testing/events";
import { approve, expect, portalUrl, signIn, test } from "./fixtures";

const demo = parseEnv(readFileSync(".env.demo", "utf8"));
const livePath = "/api/webhooks/increase/live";
const sandboxPath = "/api/webhooks/increase/sandbox";

function sign(body: string, secret = demo["INCREASE_WEBHOOK_SECRET"] ?? "", skewSeconds = 0) {
  const atSeconds = Math.floor(Date.now() / 1000) + skewSeconds;
  return signDelivery(body, { secret, id: `msg_${randomUUID()}`, atSeconds });
}

test.describe("the address that Increase delivers to", () => {
  test("takes what is signed, whatever it calls itself, and processes it", async ({
    request,
    page,
    group,
    query,
  }) => {
    await signIn(page, group);
    for (const type of ["application/json", "text/plain", "multipart/form-data", ""]) {
      const event = makeEvent();
      const body = JSON.stringify({ ...event, note: "a\u0000b" });
      const headers = { ...sign(body), "content-type": type, "increase-group-id": group.groupId };
      const response = await request.post(livePath, { headers, data: Buffer.from(body) });
      expect(response.status()).toBe(200);
      expect(response.headers()).not.toHaveProperty("set-cookie");
      await expect
        .poll(() => query("select state, group_id from webhook_events where event_id = $1", [event.id]))
        .toEqual([{ state: "processed", group_id: group.groupId }]);
    }
  });

  test("answers everything else alike, and keeps nothing of it", async ({ request, query }) => {
    const event = makeEvent();
    const body = JSON.stringify(event);
    const good = sign(body);
    const forged: Record<string, string>[] = [
      {},
      { ...good, "webhook-id": "msg_other" },
      { ...good, "webhook-timestamp": `${good["webhook-timestamp"]}abc` },
      sign(body, demo["INCREASE_SANDBOX_WEBHOOK_SECRET"]),
      sign(body, undefined, -301),
      sign(body, ""),
    ];
    const answers = await Promise.all(
      forged.map(async (headers) => {
        const response = await request.post(livePath, { headers, data: body });
        return `${response.status()} ${await response.text()}`;
      }),
    );
    expect(new Set(answers)).toEqual(new Set(["400 Not a delivery of Increase's\n"]));
    const sandbox = await request.post(sandboxPath, { headers: good, data: body });
    expect(sandbox.status()).toBe(400);
    expect(await query("select 1 from webhook_events where event_id = $1", [event.id])).toEqual([]);
  });

  test("takes POST alone, and a megabyte at the most", async ({ request }) => {
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expect((await request.fetch(livePath, { method })).status()).toBe(405);
    }
    const large = "x".repeat(1024 * 1024 + 1);
    const response = await request.post(livePath, { headers: sign(large), data: large });
    expect(response.status()).toBe(413);
    expect((await request.post("/api/webhooks/increase/other", { data: "{}" })).status()).toBe(404);
    const slash = await request.post(`${livePath}/`, { data: "{}", maxRedirects: 0 });
    expect(slash.status()).toBe(400);
  });

  test("is not talked into a megabyte without end by a body of no announced length", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = http(`${portalUrl}${livePath}`, { method: "POST" }, (response) => {
        resolve(response.statusCode);
        outgoing.destroy();
      });
      outgoing.on("error", reject);
      const chunk = Buffer.alloc(64 * 1024, "x");
      for (let sent = 0; sent <= 20; sent += 1) outgoing.write(chunk);
      outgoing.end();
    });
    expect(status).toBe(413);
  });
});

test("an authentic delivery that is too old is counted, and Increase's own lists are read early", async ({
  request,
  query,
}) => {
  const counted = async () => {
    const rows = await query("select count::int from stale_deliveries where environment = 'sandbox'");
    return Number(rows[0]?.["count"] ?? 0);
  };
  const before = await counted();
  const body = JSON.stringify(makeEvent());
  const headers = sign(body, demo["INCREASE_SANDBOX_WEBHOOK_SECRET"], -3_600);
  expect((await request.post(sandboxPath, { headers, data: body })).status()).toBe(400);
  await expect.poll(counted).toBe(before + 1);
  await expect
    .poll(() => query("select 1 as ran from jobs where name = 'reconcile' and finished_at is not null"))
    .toEqual([{ ran: 1 }]);
});

test.describe("the crons' addresses", () => {
  for (const path of ["/api/cron/process", "/api/cron/reconcile"]) {
    test(`${path} answers its caller alone`, async ({ request }) => {
      const secret = demo["CRON_SECRET"] ?? "";
      const refused: Record<string, string>[] = [
        {},
        ...["", "Bearer undefined", "Bearer ", `Bearer ${secret}x`, secret].map((authorization) => ({
          authorization,
        })),
      ];
      for (const headers of refused) {
        const response = await request.get(path, { headers });
        expect(response.status()).toBe(401);
        expect(await response.text()).not.toContain(secret);
      }
      const response = await request.get(path, { headers: { authorization: `Bearer ${secret}` } });
      expect(response.status()).toBe(200);
      expect((await request.post(path)).status()).toBe(405);
    });
  }
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a customer who leaves at Increase is told so here, and can come back", async ({
      page,
      group,
      query,
      simulator,
    }) => {
      await signIn(page, group);
      const [connection] = await simulator.connectionsOf(group.groupId);
      const states = () =>
        query("select state from connections where group_id = $1 order by connected_at", [group.groupId]);
      await simulator.deactivate(connection?.id ?? "");
      await expect.poll(states).toEqual([{ state: "deactivated" }]);
      const left = [group.groupId];
      expect(await query("select 1 from sessions where user_id = $1", left)).toEqual([]);
      expect(
        await query(
          "select 1 from connection_tokens t join connections c on c.id = t.connection_id where group_id = $1",
          left,
        ),
      ).toEqual([]);
      await page.goto(`/groups/${group.groupId}/connection`);
      await expect(page.getByText("Your group’s access was taken back at Increase.")).toBeVisible();
      await page.getByRole("button", { name: "Connect again with Increase" }).click();
      await approve(page, group);
      await expect(page.getByText("Your group’s access was taken back at Increase.")).toHaveCount(0);
      expect(await states()).toEqual([{ state: "deactivated" }, { state: "active" }]);
      await expect.poll(async () => JSON.stringify(await simulator.alertsTaken())).toContain(group.groupId);
    });
  });
}

test("only the browser whose session ended is told why", async ({
  page,
  browser,
  group,
  query,
  simulator,
}) => {
  await signIn(page, group);
  const [connection] = await simulator.connectionsOf(group.groupId);
  await simulator.deactivate(connection?.id ?? "");
  await expect.poll(() => query("select 1 from sessions where user_id = $1", [group.groupId])).toEqual([]);
  const stranger = await (await browser.newContext({ baseURL: portalUrl })).newPage();
  await stranger.goto(`/groups/${group.groupId}`);
  await expect(stranger.getByRole("button", { name: "Continue with Increase" })).toBeVisible();
  await expect(stranger.getByText("Your group’s access was taken back at Increase.")).toHaveCount(0);
});

test("money that arrives marks the group's data as changed", async ({ page, group, query, simulator }) => {
  await signIn(page, group);
  await simulator.receiveAch(group.groupId);
  await expect
    .poll(async () => {
      const rows = await query(
        "select version::int from group_changes where group_id = $1 and environment = 'live'",
        [group.groupId],
      );
      return rows.length;
    })
    .toBe(1);
});
