import {
  approve,
  catchCallback,
  chooseGroup,
  expect,
  openConsent,
  failedUrl,
  portalUrl,
  sessionCookie,
  signIn,
  test,
} from "./fixtures";
import { accounts } from "./group-page";

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("a customer signs in with Increase, sees their accounts, and signs out", async ({
      page,
      group,
      query,
    }) => {
      await signIn(page, group);
      await expect(page.getByText(group.groupId).first()).toBeVisible();
      for (const accountId of group.accountIds) {
        await expect(accounts(page).getByText(accountId)).toBeVisible();
      }
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page.getByText("Your connection to Increase stays in place")).toBeVisible();
      expect(await sessionCookie(page.context())).toBeUndefined();
      expect(await query("select id from sessions where user_id = $1", [group.groupId])).toEqual([]);
      const [connection] = await query("select state from connections where group_id = $1", [group.groupId]);
      expect(connection).toEqual({ state: "active" });
    });

    test("a customer who denies is told so, and nothing is stored", async ({ page, group, query }) => {
      await openConsent(page);
      await chooseGroup(page, group.groupId);
      await page.getByRole("button", { name: "Deny" }).click();
      await expect(page).toHaveURL(failedUrl("denied"));
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Access was not approved");
      await expect(page.getByText(new URL(page.url()).searchParams.get("request") ?? "none")).toBeVisible();
      expect(await query("select id from connections where group_id = $1", [group.groupId])).toEqual([]);
      expect(await sessionCookie(page.context())).toBeUndefined();
    });
  });
}

test("an expired code is named, and the way on leads to a sign-in that works", async ({
  page,
  group,
  simulator,
}) => {
  const callback = await catchCallback(page, group);
  await simulator.expireCodes(group.groupId);
  await page.goto(callback);
  await expect(page).toHaveURL(failedUrl("code_refused"));
  await page
    .getByRole("button")
    .filter({ hasText: /Increase|again/i })
    .first()
    .click();
  await approve(page, group);
});

test("ten sign-ins begun in ten tabs of one browser all succeed", async ({ context, group }) => {
  const tabs = await Promise.all(Array.from({ length: 10 }, () => context.newPage()));
  for (const tab of tabs) await openConsent(tab);
  for (const tab of tabs) await approve(tab, group);
});

test("flows left open do not pile up: twelve stay, pages go on, and a new sign-in works", async ({
  page,
  group,
}) => {
  for (let flow = 0; flow < 14; flow += 1) await openConsent(page);
  const cookies = await page.context().cookies(portalUrl);
  const flows = cookies.filter(({ name }) => name.startsWith("flow."));
  expect(flows).toHaveLength(12);
  for (const { value, httpOnly, sameSite } of flows) {
    expect(value.length).toBeLessThan(300);
    expect({ httpOnly, sameSite }).toEqual({ httpOnly: true, sameSite: "Lax" });
  }
  await signIn(page, group);
});

test("signing in with group B while signed in as group A switches to B", async ({
  page,
  group,
  simulator,
  query,
}) => {
  const other = await simulator.makeGroup();
  await signIn(page, group);
  const before = await sessionCookie(page.context());
  await page.context().clearCookies({ name: "authjs.session-token" });
  await page.goto("/");
  await page.context().addCookies([{ name: "authjs.session-token", value: before ?? "", url: portalUrl }]);
  await page.getByRole("button", { name: "Continue with Increase" }).click();
  await approve(page, other);
  expect(await sessionCookie(page.context())).not.toBe(before);
  expect(await query("select id from sessions where user_id = $1", [group.groupId])).toEqual([]);
  const rows = await query("select user_id from accounts where provider_account_id = $1", [other.groupId]);
  expect(rows).toEqual([{ user_id: other.groupId }]);
  for (const accountId of group.accountIds) await expect(page.getByText(accountId)).toHaveCount(0);
});

test("signing in twice: the new token is the one that is used", async ({
  page,
  browser,
  group,
  simulator,
  query,
}) => {
  await signIn(page, group);
  const again = await browser.newContext({ baseURL: portalUrl });
  await signIn(await again.newPage(), group);
  const [token] = await query(
    "select generation from connection_tokens t join connections c on c.id = t.connection_id where c.group_id = $1",
    [group.groupId],
  );
  expect(token).toEqual({ generation: 2 });
  const [first] = await simulator.connectionsOf(group.groupId);
  await simulator.deactivate(first?.id ?? "");
  await page.reload();
  await expect(accounts(page).getByText(group.accountIds[0] ?? "")).toBeVisible();
  await again.close();
});

test("a stop between the transaction and the session is explained, and the next sign-in completes it", async ({
  page,
  group,
  query,
}) => {
  await page.context().clearCookies();
  const trigger = `stop_${group.groupId}`;
  await query(`create function ${trigger}() returns trigger language plpgsql as $$ begin
    if new.user_id = '${group.groupId}' then raise exception 'stopped'; end if; return new; end $$`);
  await query(
    `create trigger ${trigger} before insert on sessions for each row execute function ${trigger}()`,
  );
  await openConsent(page);
  await chooseGroup(page, group.groupId);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page).toHaveURL(failedUrl("session_not_started"));
  expect(await sessionCookie(page.context())).toBeUndefined();
  const rows = await query("select state from connections where group_id = $1", [group.groupId]);
  expect(rows).toEqual([{ state: "active" }]);
  await query(`drop function ${trigger} cascade`);
  await signIn(page, group);
});
