import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import config from "@/next.config";
import { contentSecurityPolicy, securityHeaders, transportHeaders } from "./security-headers";

const policyFor = (...formTargetUrls: string[]) =>
  contentSecurityPolicy({ nonce: "n0nce", formTargetUrls, isDevelopment: false });

test("scripts and styles need the request's nonce, and nothing is unsafe", () => {
  const policy = policyFor("https://increase.com/oauth/authorization");
  expect(policy).toContain("script-src 'self' 'nonce-n0nce' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-n0nce';");
  expect(policy.replace("style-src-attr 'unsafe-hashes' ", "")).not.toContain("unsafe");
});

test("an attribute of style may say that something is not shown, which `hidden` may anyway, and nothing else", () => {
  const hash = createHash("sha256").update("display:none").digest("base64");
  expect(policyFor()).toContain(`; style-src-attr 'unsafe-hashes' 'sha256-${hash}'; `);
});

test("a form may lead to the consent page and its company's hosts, and nowhere else", () => {
  expect(policyFor("https://increase.com/oauth/authorization")).toContain(
    "form-action 'self' https://increase.com https://*.increase.com;",
  );
  expect(policyFor("https://increase.com.evil.example/")).toContain(
    "form-action 'self' https://increase.com.evil.example;",
  );
  expect(policyFor()).toContain("form-action 'self';");
});

test("https is asked for from then on, where the portal is at https, and only there", () => {
  expect(transportHeaders("https://portal.example")).toEqual({
    "strict-transport-security": "max-age=63072000",
  });
  expect(transportHeaders("http://localhost:3000")).toEqual({});
});

test("no feature is left to a page that no page uses, and a referrer is never withheld from ourselves", () => {
  expect(securityHeaders["permissions-policy"]).toMatch(/^[a-z-]+=\(\)(, [a-z-]+=\(\))+$/);
  // `no-referrer` has Chromium send `Origin: null` from forms without JavaScript.
  expect(securityHeaders["referrer-policy"]).toBe("same-origin");
});

test("what Next answers by itself says the same of framing, sniffing and referrers as the proxy does", async () => {
  const [everywhere] = (await config.headers?.()) ?? [];
  expect(everywhere?.source).toBe("/:path*");
  expect(everywhere?.headers.map(({ key }) => key)).toContain("x-content-type-options");
  for (const { key, value } of everywhere?.headers ?? []) expect(securityHeaders[key]).toBe(value);
});
