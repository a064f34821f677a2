import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { staffAction } from "./action";

const siteOrigin = "http://localhost:3000";
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: () => Promise.resolve(request.headers),
  cookies: () => Promise.resolve(new Map()),
}));
vi.mock("next/navigation", () => ({
  redirect: (place: string) => {
    throw new Error(`led to ${place}`);
  },
}));
const demo = parseEnv(readFileSync(".env.demo", "utf8"));
for (const [name, value] of Object.entries(demo)) vi.stubEnv(name, value);
vi.stubEnv("AUTH_URL", siteOrigin);
vi.stubEnv("DATABASE_URL", "postgres://u:p@127.0.0.1:1/none");

/** Where somebody goes who sends a form of the staff's and is signed out. */
async function placeAfter(referer: string | null): Promise<string> {
  request.headers = new Headers({ origin: siteOrigin, ...(referer === null ? {} : { referer }) });
  const act = staffAction(z.object({}), async () => ({ message: "done" }));
  const led = await act({ status: "idle" }, new FormData()).catch(String);
  return new URL(String(led).replace("Error: led to ", ""), siteOrigin).searchParams.get("callbackUrl") ?? "";
}

test("a form of the staff's leads back to its own page after a sign-in", async () => {
  expect(await placeAfter(`${siteOrigin}/admin/events?state=dead`)).toBe("/admin/events?state=dead");
});

test.each([
  null,
  "https://evil.example/",
  "https://evil.example//evil.example/admin",
  "https://evil.example/groups/group_1",
  "javascript:alert(1)",
  "//evil.example",
  "nonsense",
])("a Referer that leads elsewhere leads to the start: %s", async (referer) => {
  expect(await placeAfter(referer)).toBe("/admin");
});
