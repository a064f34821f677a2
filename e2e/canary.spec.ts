import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import type { Page } from "@playwright/test";
import { expect, portalLog, portalUrl, signIn, signInStaff, test, type Query } from "./fixtures";
import { accounts, totals } from "./group-page";
import { connectGroup, identifiedConnection } from "./staff";

/** Everything that the portal sends a browser: pages, payloads, scripts, headers. */
async function recordAnswers(page: Page): Promise<() => Promise<string>> {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    const read = async () => {
      const headers = JSON.stringify(await response.allHeaders());
      const body = await response.text().catch(() => "");
      return `${response.url()}\n${headers}\n${body}`;
    };
    answers.push(read());
  });
  return async () => (await Promise.all(answers)).join("\n");
}

test("no token that Increase ever issued leaves the vault", async ({ page, group, simulator, query }) => {
  const answers = await recordAnswers(page);
  await signIn(page, group);
  await page.getByRole("link", { name: "Connection" }).click();
  await expect(page.getByRole("heading", { name: "Connection", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Accounts" }).click();
  await expect(totals(page)).toContainText("$");
  await page.goto(`/groups/${group.groupId}?environment=sandbox`);
  await page.getByRole("button", { name: "Mint a sandbox token" }).click();
  await expect(totals(page)).toContainText("$");
  await page.goto(`/groups/${group.groupId}`);
  await expect(totals(page)).toContainText("$");
  await simulator.fault(group.groupId, { path: "/live/**", status: 401, reason: "deleted_credential" });
  await page.reload();
  await expect(page.getByRole("button", { name: "Reconnect with Increase" }).first()).toBeVisible();
  await simulator.clearFaults(group.groupId);

  const tokens = await simulator.issuedTokens();
  expect(tokens.length).toBeGreaterThan(0);
  const cookies = JSON.stringify(await page.context().cookies());
  const storage = JSON.stringify(await page.context().storageState());
  const columns = await query<{ place: string; found: string }>(`
    select format('select %L as place, coalesce(string_agg(t::text, chr(10)), '''') as found from %I t', table_name, table_name) as place, '' as found
    from information_schema.tables where table_schema = 'public'`);
  const rows = [];
  for (const { place } of columns) rows.push(await query<{ place: string; found: string }>(place));
  const places = {
    answers: await answers(),
    cookies,
    storage,
    log: await readFile(portalLog, "utf8"),
    database: JSON.stringify(rows),
  };
  // The search itself is proven: what is known to be there is found.
  expect(places.answers).toContain(group.groupId);
  expect(places.database).toContain(group.groupId);
  expect(places.log.length).toBeGreaterThan(0);
  for (const [place, text] of Object.entries(places)) {
    const found = tokens.filter((token) => text.includes(token)).length;
    expect({ place, found }).toEqual({ place, found: 0 });
  }
});

test("the session's token is in the cookie and nowhere else", async ({ page, group, query }) => {
  const answers = await recordAnswers(page);
  await signIn(page, group);
  const cookies = await page.context().cookies();
  const token = cookies.find(({ name }) => name === "authjs.session-token");
  expect(token).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const bodies = (await answers())
    .replaceAll(/"set-cookie":"[^"]*"/g, "")
    .replaceAll(/"cookie":"[^"]*"/g, "");
  expect(bodies).not.toContain(token?.value);
  expect(await readFile(portalLog, "utf8")).not.toContain(token?.value);
  const rows = await query("select * from sessions where user_id = $1", [group.groupId]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token?.value);
});

/** What the portal is set up with and tells nobody. */
async function readSecrets(): Promise<string[]> {
  const demo = parseEnv(await readFile(".env.demo", "utf8"));
  const names = Object.keys(demo).filter((name) => /SECRET|API_KEY$/.test(name));
  const keys = (demo["TOKEN_KEYS"] ?? "").split(",").map((key) => key.split(":")[1] ?? "");
  return [...names.map((name) => demo[name] ?? ""), ...keys];
}

async function readColumn(query: Query, text: string): Promise<string[]> {
  return (await query<{ secret: string }>(text)).map(({ secret }) => secret);
}

/** Each page of the staff's as a document and as the payload that its scripts would ask for, and each file. */
async function readEverything(page: Page, paths: string[]): Promise<string> {
  const texts: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const address = new URL(path, portalUrl);
    address.searchParams.set("_rsc", "canary");
    const payload = await page.request.get(address.href, { headers: { rsc: "1" } });
    expect(payload.headers()["content-type"]).toContain("text/x-component");
    texts.push(await payload.text());
  }
  for (const list of ["connections", "events", "audit"]) {
    const file = await page.request.get(`/admin/${list}/export`);
    expect(file.headers()["content-type"]).toContain("text/csv");
    texts.push(await file.text());
  }
  return texts.join("\n");
}

test("no token, sealed or plain, no secret and no session leaves by the staff's pages, files or log", async ({
  page,
  browser,
  group,
  makeStaff,
  query,
  simulator,
}, testInfo) => {
  testInfo.setTimeout(120_000);
  const customer = await connectGroup(browser, group);
  const { id, oauthConnectionId } = await identifiedConnection(query, group.groupId);
  const answers = await recordAnswers(page);
  const connection = `/admin/connections/${oauthConnectionId}`;
  await signInStaff(page, await makeStaff("owner"), connection);
  await page.getByRole("button", { name: "Mint a sandbox token" }).click();
  await expect(page.getByText("A sandbox token was minted.")).toBeVisible();
  await page.getByRole("button", { name: "Test now" }).click();
  await expect(page.getByText("live: Increase accepts the token")).toBeVisible();
  for (const fault of [
    { status: 401, reason: "deleted_credential" },
    { html: true },
    { status: 500 },
  ] as const) {
    await simulator.fault(group.groupId, { path: "/**", ...fault });
    await page.getByRole("button", { name: "Replace the sandbox token" }).click();
    await expect(page.getByRole("main").getByRole("alert").filter({ hasText: "Increase" })).toBeVisible();
    await page.goto(connection);
    await simulator.clearFaults(group.groupId);
  }
  await page.goto(`/admin/groups/${group.groupId}`);
  await page.getByLabel("Why").fill("A look for secrets");
  await page.getByRole("button", { name: "Show what the customer sees" }).click();
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
  await simulator.receiveAch(group.groupId);
  const arrived = "select event_id from webhook_events where group_id = $1";
  await expect.poll(() => query(arrived, [group.groupId])).not.toHaveLength(0);
  const [event] = await query<{ event_id: string }>(arrived, [group.groupId]);
  const direct = await readEverything(page, [
    "/admin",
    "/admin/connections",
    `/admin/connections/${id}`,
    connection,
    `/admin/groups/${group.groupId}`,
    `/admin/groups/${group.groupId}/connection`,
    "/admin/connect-links",
    "/admin/events",
    `/admin/events/${event?.event_id}`,
    `/admin/audit?group_id=${group.groupId}`,
    "/admin/applications",
    "/admin/staff",
  ]);

  const cookies = [
    ...(await page.context().cookies(portalUrl)),
    ...(await customer.context().cookies(portalUrl)),
  ];
  const sessions = cookies.filter(({ name }) => name.endsWith("session-token")).map(({ value }) => value);
  expect(sessions).toHaveLength(2);
  const secrets = {
    issued: await simulator.issuedTokens(),
    sealed: await readColumn(query, "select sealed as secret from connection_tokens"),
    environment: await readSecrets(),
    sessions,
    hashes: await readColumn(
      query,
      "select token_hash as secret from staff_sessions union select token_hash from sessions",
    ),
  };
  const places = {
    // The one place that a session's token must be sent in.
    answers: (await answers()).replaceAll(/"set-cookie":"[^"]*"/g, ""),
    direct,
    log: await readFile(portalLog, "utf8"),
  };
  // The search itself is proven: what is known to be there is found, and there is something to look for.
  expect(places.answers).toContain(oauthConnectionId);
  expect(places.direct).toContain(oauthConnectionId);
  for (const [kind, values] of Object.entries(secrets)) {
    expect({ kind, values: values.filter((value) => value.length < 16) }).toEqual({ kind, values: [] });
    expect(values.length).toBeGreaterThan(1);
    for (const [place, text] of Object.entries(places)) {
      const found = values.filter((value) => text.includes(value)).length;
      expect({ kind, place, found }).toEqual({ kind, place, found: 0 });
    }
  }
});
