import { expect, notFoundOnConsole, signIn, signInStaff, test } from "./fixtures";

test.describe("every answer", () => {
  test.use({ expectedErrors: [notFoundOnConsole] });

  for (const path of [
    "/",
    "/sign-in/failed?reason=denied",
    "/connect/nothing",
    "/admin",
    "/admin/sign-in",
    "/admin/connections/export",
    "/api/staff/auth/session",
    "/nowhere",
    "/icon.svgx",
    "/_next/imagex",
    "/api/auth/session",
    "/api/health",
  ]) {
    test(`carries the security headers: ${path}`, async ({ request }) => {
      const headers = (await request.get(path)).headers();
      const policy = headers["content-security-policy"] ?? "";
      expect(policy).toMatch(/default-src 'none'; script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
      // The one attribute of style that React writes while a drawing streams, by its hash: `display:none`.
      const hidden = / style-src-attr 'unsafe-hashes' 'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE=';/;
      expect(policy.replace(hidden, "")).not.toContain("unsafe");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
      expect(headers["permissions-policy"]).toContain("camera=(), display-capture=()");
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers["cache-control"]).toContain("no-store");
      // Next replaces the Vary of its own pages (vercel/next.js#85999); there, no-store has to do.
      if (path.startsWith("/api/")) expect(headers.vary).toMatch(/cookie/i);
      expect(headers["x-powered-by"]).toBeUndefined();
    });
  }

  test("has a nonce of its own, and a client can't choose the request's id", async ({ request }) => {
    const chosen = { "x-request-id": "chosen" };
    const [first, second] = [
      await request.get("/", { headers: chosen }),
      await request.get("/", { headers: chosen }),
    ];
    expect(first.headers()["content-security-policy"]).not.toBe(second.headers()["content-security-policy"]);
    expect(first.headers()["x-request-id"]).not.toBe("chosen");
  });

  test("not found is a 404 in the portal's own look, with its scripts alive", async ({ page }) => {
    const answer = await page.goto("/nowhere");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});

test("the build's files and Increase's addresses, which the proxy does not see, are hardened as well", async ({
  page,
  request,
}) => {
  await page.goto("/");
  const script = await page.locator("script[src]").first().getAttribute("src");
  const answers = await Promise.all([
    request.get(script ?? ""),
    request.get("/_next/static/nothing.js"),
    request.get("/icon.svg"),
    request.get("/api/webhooks/increase/live"),
    request.post("/api/webhooks/increase/live", { data: "{}" }),
  ]);
  expect(answers.map((answer) => answer.status())).toEqual([200, 404, 200, 405, 400]);
  for (const answer of answers) {
    const headers = answer.headers();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  }
  expect(answers[0]?.headers()["cache-control"]).toContain("immutable");
});

test("what is no request of a browser's is refused in words, or hardened where Next refuses it", async ({
  request,
}) => {
  const put = await request.put("/");
  expect([put.status(), put.headers().allow]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  const large = await request.post("/", { multipart: { callbackUrl: "x".repeat(70_000) } });
  expect(large.status()).toBe(413);
  expect(await large.text()).toContain("Nothing was changed");
  const unreadable = await request.post("/", {
    headers: { "content-type": "multipart/form-data" },
    data: "x",
  });
  expect(unreadable.status()).toBe(400);
  const cutOff = await request.post("/", {
    headers: { "content-type": "multipart/form-data; boundary=x" },
    data: "no form at all",
  });
  // Next's own words: it has read the body, which the proxy must not.
  expect(cutOff.status()).toBe(500);
  expect(cutOff.headers()["x-content-type-options"]).toBe("nosniff");
  expect(cutOff.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("a script without the nonce is blocked, and that would fail any test", async ({
  page,
  browserErrors,
}) => {
  await page.goto("/");
  await page.evaluate(() => {
    const image = document.createElement("div");
    image.innerHTML = '<img src="data:," onerror="document.title = \'taken over\'">';
    document.body.append(image);
  });
  await expect.poll(() => browserErrors.join()).toContain("Content Security Policy");
  expect(await page.title()).not.toBe("taken over");
  // The watch has done its work; left here, the message would fail this test as it fails any other.
  browserErrors.length = 0;
});

test("a signed-in page is never kept by a cache", async ({ page, group }) => {
  await signIn(page, group);
  const answer = await page.reload();
  expect(await answer?.headerValue("cache-control")).toContain("no-store");
});

test("the staff's pages and files are kept by no cache, and a form leads to us, Increase or the issuer alone", async ({
  page,
  makeStaff,
  simulator,
}) => {
  await signInStaff(page, await makeStaff("owner"), "/admin");
  for (const path of [
    "/admin",
    "/admin/connections",
    "/admin/connections/export?status=only_here",
    "/admin/connect-links",
    "/admin/events",
    "/admin/events/export?state=dead",
    "/admin/audit",
    "/admin/audit/export?actor_id=nobody",
    "/admin/applications",
    "/admin/staff",
  ]) {
    const answer = await page.request.get(path);
    expect({ path, status: answer.status() }).toEqual({ path, status: 200 });
    const headers = answer.headers();
    expect(headers["cache-control"]).toContain("no-store");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("same-origin");
    const policy = headers["content-security-policy"] ?? "";
    const targets = policy.split("; ").find((directive) => directive.startsWith("form-action "));
    // Here Increase and the issuer are one simulator, with one origin.
    expect(targets).toBe(`form-action 'self' ${simulator.url}`);
    const isFile = path.includes("/export");
    expect(headers["content-type"]).toBe(`text/${isFile ? "csv" : "html"}; charset=utf-8`);
    if (isFile) expect(headers["content-disposition"]).toMatch(/^attachment; filename="[a-z0-9-]+\.csv"$/);
  }
});

test("health says ok, and nothing else", async ({ request }) => {
  const answer = await request.get("/api/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});
