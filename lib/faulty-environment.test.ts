import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

/** As a person meets it: each process reads its environment once. */
async function open(path: string, variables: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { proxy } = await import("../proxy");
  const response = await proxy(new NextRequest(`https://portal-git-branch.vercel.app${path}`));
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    words: await response.text(),
  };
}

afterEach(() => vi.unstubAllEnvs());

const production = {
  VERCEL: "1",
  VERCEL_ENV: "preview",
  AUTH_URL: "https://portal.example.com",
  VERCEL_PROJECT_PRODUCTION_URL: "portal.example.com",
  INCREASE_API_KEY: "production_key_abcdefgh",
};

test.each(["/", "/groups/group_1", "/admin"])(
  "a preview with production's settings says at %s why",
  async (path) => {
    const { status, type, words } = await open(path, production);
    expect({ status, type }).toEqual({ status: 503, type: "text/plain; charset=utf-8" });
    expect(words).toContain("This is a preview deployment of the portal");
    expect(words).toContain("never reaches Increase's live API, and never holds production's secrets");
    expect(words).toContain("- INCREASE_API_URL is Increase's live host");
    expect(words).toContain("- AUTH_URL is production's own address");
    expect(words).toContain("give the Preview environment values of its own for INCREASE_API_URL");
    expect(words).not.toContain("production_key");
  },
);

test("elsewhere a fault is one sentence that leads to where it is named", async () => {
  const { status, words } = await open("/", { ...production, VERCEL_ENV: "production" });
  expect(status).toBe(503);
  expect(words).toContain("This portal is not set up yet. /api/health names what is missing.");
  expect(words).not.toContain("preview");
});
