import {
  catchCallback,
  expect,
  failedUrl,
  notFoundOnConsole,
  portalUrl,
  sessionCookie,
  signIn,
  test,
} from "./fixtures";

const forgedState = "0198a3c4-0000-7000-8000-000000000000";

const changes: [string, string, (url: URL) => void][] = [
  ["a forged state", "state_unknown", (url) => url.searchParams.set("state", forgedState)],
  ["no state", "state_missing", (url) => url.searchParams.delete("state")],
  ["two states", "state_missing", (url) => url.searchParams.append("state", forgedState)],
];

for (const [what, reason, change] of changes) {
  test(`a callback with ${what} signs nobody in and stores nothing`, async ({ page, group, query }) => {
    const url = new URL(await catchCallback(page, group));
    change(url);
    await page.goto(url.href);
    await expect(page).toHaveURL(failedUrl(reason));
    expect(await sessionCookie(page.context())).toBeUndefined();
    expect(await query("select id from connections where group_id = $1", [group.groupId])).toEqual([]);
  });
}

test("another browser's callback signs nobody in", async ({ page, browser, group, query }) => {
  const callback = await catchCallback(page, group);
  const other = await browser.newContext();
  const victim = await other.newPage();
  await victim.goto(callback);
  await expect(victim).toHaveURL(failedUrl("state_unknown"));
  expect(await sessionCookie(other)).toBeUndefined();
  expect(await query("select id from connections where group_id = $1", [group.groupId])).toEqual([]);
  await other.close();
});

test("a replayed callback leads on where one is signed in, and nowhere where one is not", async ({
  page,
  group,
}) => {
  const callback = await catchCallback(page, group);
  const flowCookies = (await page.context().cookies(portalUrl)).filter(({ name }) =>
    name.startsWith("flow."),
  );
  await page.goto(callback);
  await page.waitForURL(`${portalUrl}/groups/${group.groupId}`);
  const first = await sessionCookie(page.context());
  await page.context().addCookies(flowCookies);
  await page.goto(callback);
  await expect(page).toHaveURL(`${portalUrl}/groups/${group.groupId}`);
  expect(await sessionCookie(page.context())).toBe(first);
  await page.context().clearCookies({ name: "authjs.session-token" });
  await page.context().addCookies(flowCookies);
  await page.goto(callback);
  await expect(page).toHaveURL(failedUrl("state_used"));
});

test("the same callback five times at once signs in once", async ({ page, group, query, simulator }) => {
  const callback = await catchCallback(page, group);
  const cookie = (await page.context().cookies(portalUrl))
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => fetch(callback, { headers: { cookie }, redirect: "manual" })),
  );
  const places = answers.map((answer) => new URL(answer.headers.get("location") ?? "").pathname);
  expect(places.filter((place) => place === `/groups/${group.groupId}`)).toHaveLength(1);
  expect(places.filter((place) => place === "/sign-in/failed")).toHaveLength(4);
  expect(await query("select id from sessions where user_id = $1", [group.groupId])).toHaveLength(1);
  const exchanges = (await simulator.requestsOf(group.groupId)).filter(
    ({ path }) => path === "/live/oauth/tokens",
  );
  expect(exchanges).toHaveLength(1);
});

test.describe("Auth.js's own endpoints", () => {
  const closed: [string, string][] = [
    ["GET", "/api/auth/signin"],
    ["GET", "/api/auth/signin/increase"],
    ["POST", "/api/auth/signin/increase"],
    ["GET", "/api/auth/session"],
    ["POST", "/api/auth/session"],
    ["GET", "/api/auth/csrf"],
    ["GET", "/api/auth/providers"],
    ["GET", "/api/auth/error"],
    ["GET", "/api/auth/verify-request"],
    ["GET", "/api/auth/signout"],
    ["POST", "/api/auth/signout"],
    ["GET", "/api/auth/callback/other"],
    ["POST", "/api/auth/callback/increase?code=a&state=b"],
    ["HEAD", "/api/auth/callback/increase?code=a&state=b"],
    ["GET", "/api/auth/webauthn-options/increase"],
  ];
  for (const [method, path] of closed) {
    test(`${method} ${path} is closed`, async ({ request }) => {
      expect((await request.fetch(path, { method, maxRedirects: 0 })).status()).toBe(404);
    });
  }
});

test("POST and HEAD on a good callback spend nothing: GET still signs in", async ({ page, group }) => {
  const callback = await catchCallback(page, group);
  for (const method of ["POST", "HEAD"]) {
    const answer = await page.request.fetch(callback, { method, maxRedirects: 0 });
    expect(answer.status()).toBe(404);
  }
  await page.goto(callback);
  await page.waitForURL(`${portalUrl}/groups/${group.groupId}`);
});

test("the callback's answer holds a session cookie and nothing of Auth.js's other cookies", async ({
  page,
  group,
}) => {
  const callback = await catchCallback(page, group);
  const answer = await page.request.get(callback, { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  const names = answer
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => value.split("=")[0]);
  expect(names).toEqual([expect.stringMatching(/^flow\./), "authjs.session-token"]);
});

for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
  test(`callbackUrl=${target} does not lead off the site`, async ({ page, group }) => {
    await signIn(page, group, `/?callbackUrl=${encodeURIComponent(target)}`);
    await expect(page).toHaveURL(`${portalUrl}/groups/${group.groupId}`);
  });
}

const requestId = /[0-9a-f]{8}-[0-9a-f-]{27}/;

test.describe("a foreign group", () => {
  test.use({ expectedErrors: [notFoundOnConsole] });

  test("and an unknown one are the same 404, by status and by words", async ({
    page,
    group,
    simulator,
    browser,
  }) => {
    const other = await simulator.makeGroup();
    const theirs = await browser.newContext({ baseURL: portalUrl });
    await signIn(await theirs.newPage(), other);
    await theirs.close();
    await signIn(page, group);
    const texts = new Set<string>();
    for (const id of [other.groupId, "group_unknown"]) {
      for (const path of [`/groups/${id}`, `/groups/${id}/connection`]) {
        const answer = await page.goto(path);
        expect(answer?.status()).toBe(404);
        const words = await page.locator("main").innerText();
        expect(words).toMatch(requestId);
        texts.add(words.replace(requestId, ""));
      }
    }
    expect(texts.size).toBe(1);
  });
});

test("someone signed out is sent to sign in, and back to where they wanted to go", async ({
  page,
  group,
}) => {
  await signIn(page, group, `/groups/${group.groupId}/connection`);
  await expect(page).toHaveURL(`${portalUrl}/groups/${group.groupId}/connection`);
});
