import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { chooseStaff, expect, portalUrl, sessionCookie, signIn, signInStaff, test } from "./fixtures";

const staffPage = `${portalUrl}/admin/staff`;
const invitations = (page: Page) => page.getByRole("region", { name: "Open invitations" });
const people = (page: Page) => page.getByRole("table", { name: "Who is staff" });

async function openBrowser(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  return (await browser.newContext({ baseURL: portalUrl, javaScriptEnabled })).newPage();
}

async function openManage(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name: `Manage ${name}` }).click();
  await expect(page.getByRole("heading", { name: `Manage ${name}` })).toBeVisible();
}

async function staffCookie(page: Page): Promise<string | undefined> {
  const cookies = await page.context().cookies(portalUrl);
  return cookies.find(({ name }) => name === "staff.session-token")?.value;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an owner invites an address; its owner signs in with that role, and is removed again", async ({
      page,
      browser,
      makeStaff,
      simulator,
    }) => {
      const [owner, person] = [await makeStaff("owner"), await simulator.makePerson({ name: "New Person" })];
      await signInStaff(page, owner);
      await page.getByLabel("E-mail address").fill(person.email);
      await invitations(page).getByLabel("Role").selectOption("operator");
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await expect(page.getByText(`${person.email} may now sign in as operator.`)).toBeVisible();
      await expect(invitations(page).getByRole("row").filter({ hasText: person.email })).toContainText(
        "in 7 days",
      );

      const theirs = await openBrowser(browser, javaScriptEnabled);
      await signInStaff(theirs, person);
      const self = people(theirs).getByRole("row").filter({ hasText: person.email });
      await expect(self).toContainText("Operator");
      await expect(self).toContainText("(you)");

      await page.goto("/admin/staff");
      await people(page).getByRole("row").filter({ hasText: person.email }).getByRole("link").click();
      await page.getByText("Remove…").click();
      await expect(page.getByText("All their sessions end at once.")).toBeVisible();
      await page.getByRole("button", { name: "Remove from the staff" }).click();
      await expect(page.getByText("New Person is no longer staff")).toBeVisible();

      await theirs.getByRole("link", { name: "Staff", exact: true }).click();
      await expect(theirs).toHaveURL(/\/admin\/sign-in\?callbackUrl=%2Fadmin%2Fstaff$/);
      await theirs.getByRole("button", { name: "Continue with your company’s sign-in" }).click();
      await expect(theirs.getByText("You are not staff of this portal")).toBeVisible();
      await theirs.goto("/admin/staff");
      await expect(theirs).toHaveURL(/\/admin\/sign-in\?/);
      await theirs.context().close();
    });

    test("an invitation is withdrawn, and lets nobody in any more", async ({
      page,
      browser,
      makeStaff,
      simulator,
    }) => {
      const person = await simulator.makePerson();
      await signInStaff(page, await makeStaff("owner"));
      await page.getByLabel("E-mail address").fill(person.email);
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await page.getByRole("button", { name: `Withdraw the invitation of ${person.email}` }).click();
      await expect(page.getByText("The invitation was withdrawn")).toBeVisible();
      await expect(invitations(page).getByRole("row").filter({ hasText: person.email })).toHaveCount(0);
      const theirs = await openBrowser(browser, javaScriptEnabled);
      await theirs.goto("/admin/staff");
      await chooseStaff(theirs, person);
      await expect(theirs.getByText("You are not staff of this portal")).toBeVisible();
      await theirs.context().close();
    });

    test("a sign-in of 15 minutes ago is asked for again, and the act then works", async ({
      page,
      makeStaff,
      query,
    }) => {
      const [owner, other] = [await makeStaff("owner"), await makeStaff("viewer")];
      await signInStaff(page, owner);
      await query(
        "update staff_sessions set signed_in_at = now() - interval '15 minutes' where staff_id = $1",
        [owner.staffId],
      );
      await openManage(page, other.name);
      const manage = page.getByRole("region", { name: `Manage ${other.name}` });
      const change = async () => {
        await manage.getByLabel("Role").selectOption("operator");
        await manage.getByRole("button", { name: "Change role" }).click();
      };
      await change();
      await expect(page.getByText("Please sign in once more")).toBeVisible();
      const roles = await query("select role from staff where id = $1", [other.staffId]);
      expect(roles).toEqual([{ role: "viewer" }]);
      await chooseStaff(page, owner);
      await page.waitForURL(`${staffPage}?person=${other.staffId}`);
      await change();
      await expect(page.getByText("The role is now operator")).toBeVisible();
      await expect(people(page).getByRole("row").filter({ hasText: other.email })).toContainText("Operator");
    });

    test("an owner who demotes themselves sees it at once", async ({ page, makeStaff }) => {
      const [owner] = [await makeStaff("owner"), await makeStaff("owner")];
      await signInStaff(page, owner);
      await openManage(page, owner.name);
      const manage = page.getByRole("region", { name: `Manage ${owner.name}` });
      await manage.getByLabel("Role").selectOption("viewer");
      await manage.getByRole("button", { name: "Change role" }).click();
      await expect(people(page).getByRole("row").filter({ hasText: owner.email })).toContainText("Viewer");
      await expect(page.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
      await expect(page.getByRole("link", { name: /^Manage/ })).toHaveCount(0);
    });

    test("a viewer sees people and their own sessions, ends the others, and manages nobody", async ({
      page,
      browser,
      makeStaff,
    }) => {
      const viewer = await makeStaff("viewer");
      await signInStaff(page, viewer);
      const elsewhere = await openBrowser(browser, javaScriptEnabled);
      await signInStaff(elsewhere, viewer);
      await page.goto(`/admin/staff?person=${viewer.staffId}`);
      await expect(people(page).getByRole("row").filter({ hasText: viewer.email })).toContainText("Viewer");
      for (const name of ["Invite", "Change role", "Remove from the staff", "Remove myself"]) {
        await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
      }
      const sessions = page.getByRole("table", { name: "Where you are signed in" });
      await expect(sessions.getByRole("rowheader", { name: /^Chrome on Linux/ })).toHaveCount(2);
      await expect(sessions.getByText("This one")).toHaveCount(1);
      await page.getByRole("button", { name: "End all others" }).click();
      await expect(page.getByText("Ended 1 session.")).toBeVisible();
      await elsewhere.goto("/admin/staff");
      await expect(elsewhere).toHaveURL(/\/admin\/sign-in\?/);
      await page.getByRole("button", { name: "End this session" }).click();
      await expect(page.getByText("You are signed out")).toBeVisible();
      await elsewhere.context().close();
    });
  });
}

test("staff and customer in one browser: each area takes its own session, and its own sign-out", async ({
  page,
  group,
  makeStaff,
}) => {
  const groupPage = `${portalUrl}/groups/${group.groupId}`;
  await signIn(page, group);
  await page.goto("/admin/staff");
  await expect(page).toHaveURL(/\/admin\/sign-in\?callbackUrl=%2Fadmin%2Fstaff$/);
  const customer = await sessionCookie(page.context());
  await chooseStaff(page, await makeStaff("viewer"));
  await page.waitForURL(staffPage);
  expect(await sessionCookie(page.context())).toBe(customer);
  await page.goto(groupPage);
  await expect(page).toHaveURL(groupPage);
  await page.goto("/admin/staff");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out")).toBeVisible();
  expect(await staffCookie(page)).toBeUndefined();
  await page.goto(groupPage);
  await expect(page).toHaveURL(groupPage);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/\?signed_out=1$/);
  await page.goto("/admin/staff");
  await expect(page).toHaveURL(/\/admin\/sign-in\?/);
});

test("cancelling at the issuer leads back, and says so", async ({ page }) => {
  await page.goto("/admin/staff");
  await page.getByRole("button", { name: "Continue with your company’s sign-in" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("The sign-in was cancelled")).toBeVisible();
  await expect(page).toHaveURL(/reason=denied&request=[0-9a-f-]{36}&callbackUrl=%2Fadmin%2Fstaff$/);
});

test("of the staff's Auth.js the callback alone is open, to GET alone", async ({ request }) => {
  for (const path of [
    "session",
    "csrf",
    "providers",
    "signin",
    "signin/staff",
    "signout",
    "callback/other",
  ]) {
    expect((await request.get(`/api/staff/auth/${path}`)).status()).toBe(404);
    expect((await request.post(`/api/staff/auth/${path}`, { form: {} })).status()).toBe(404);
  }
  const callback = "/api/staff/auth/callback/staff?code=a&state=b";
  expect((await request.post(callback, { form: {} })).status()).toBe(404);
  expect((await request.head(callback)).status()).toBe(404);
  const refused = await request.get(callback, { maxRedirects: 0 });
  expect(refused.status()).toBe(303);
  expect(refused.headers().location).toContain("/admin/sign-in?reason=state&");
  expect(refused.headers()["set-cookie"]).toBeUndefined();
});

test("neither page of this has an accessibility fault or scrolls sideways", async ({
  page,
  makeStaff,
  query,
}) => {
  const [owner, other] = [await makeStaff("owner"), await makeStaff("operator")];
  await signInStaff(page, owner);
  await query(
    `insert into staff_invitations (email, role, invited_by, created_at, expires_at)
     values ($1, 'viewer', $2, now() - interval '8 days', now() - interval '1 day')`,
    [`late-${other.email}`, owner.staffId],
  );
  await page.goto("/admin/sign-in?reason=not_staff");
  await expectAccessible(page);
  await page.goto(`/admin/staff?person=${other.staffId}`);
  await page.getByText("Remove…").click();
  await expectAccessible(page);
});
