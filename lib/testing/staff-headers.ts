import { AsyncLocalStorage } from "node:async_hooks";
import type { TestBrowser } from "./sign-in";
import { siteOrigin } from "./test-portal";

/**
 * Stands for `next/headers` in a test: `vi.mock("next/headers", () => import("…/testing/staff-headers"))`. What runs
 * inside `inRequestOf` reads the browser's cookies and sets them.
 */
type Sent = Record<string, string>;

const storage = new AsyncLocalStorage<{ browser: TestBrowser; origin: string; sent: Sent }>();

type Attributes = { maxAge?: number; expires?: Date };

/** Keeps what a browser keeps. */
export function keepCookie(browser: TestBrowser, name: string, value: string, { maxAge }: Attributes = {}) {
  if (maxAge === 0) browser.cookies.delete(name);
  else browser.cookies.set(name, value);
}

export function cookieHeaderOf(browser: TestBrowser): string {
  return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

export function inRequestOf<T>(
  browser: TestBrowser,
  work: () => Promise<T>,
  origin = siteOrigin,
  sent: Sent = {},
): Promise<T> {
  return storage.run({ browser, origin, sent }, work);
}

function currentRequest() {
  const request = storage.getStore();
  if (request === undefined) throw new Error("There is no request: run it with inRequestOf()");
  return request;
}

export async function headers(): Promise<Headers> {
  const { browser, origin, sent } = currentRequest();
  const { host, protocol } = new URL(origin);
  return new Headers({
    cookie: cookieHeaderOf(browser),
    host,
    "x-forwarded-proto": protocol.slice(0, -1),
    "user-agent": "test",
    ...sent,
  });
}

export async function cookies() {
  const { browser } = currentRequest();
  return {
    get: (name: string) => {
      const value = browser.cookies.get(name);
      return value === undefined ? undefined : { name, value };
    },
    getAll: () => [...browser.cookies].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string, attributes?: Attributes) =>
      keepCookie(browser, name, value, attributes),
  };
}
