import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./security-headers";

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
