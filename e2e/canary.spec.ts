import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, portalLog, signIn, test } from "./fixtures";

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
  await expect(page.getByRole("row").filter({ hasText: /^Total/ })).toContainText("$");
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
