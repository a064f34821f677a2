import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerByHand } from "./hand-written-page";

const page = {
  status: 429,
  retryAfterSeconds: 7,
  title: "Too many",
  paragraphs: ["What happened.", "What to do."],
  link: { href: "/", label: "Begin again" },
  requestId: "0199a0b4-0000-7000-8000-000000000000",
} as const;

const withPolicy = (policy: string) => new Headers({ "content-security-policy": policy });
const nonced = withPolicy("script-src 'self' 'nonce-bm9uY2U='; style-src 'nonce-bm9uY2U='");

const textOf = (changes: Partial<Parameters<typeof answerByHand>[1]>, headers = nonced) =>
  answerByHand(headers, { ...page, paragraphs: [...page.paragraphs], ...changes }).text();

test("it has its status, says when to come back, and is kept by nobody", () => {
  const answer = answerByHand(nonced, { ...page, paragraphs: [] });
  expect(answer.status).toBe(429);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "private, no-store",
    "retry-after": "7",
  });
});

test("its style bears the nonce of this request's policy, and nothing in it would need another", async () => {
  const text = await textOf({});
  expect(text.match(/<style[^>]*>/g)).toEqual(['<style nonce="bm9uY2U=">']);
  expect(text).not.toMatch(/ style=|<script|<link|<img|url\(/);
  expect(await textOf({}, new Headers())).not.toContain("<style");
});

test.each([
  ["its title", (words: string) => ({ title: words })],
  ["a paragraph", (words: string) => ({ paragraphs: [words] })],
  ["an address", (words: string) => ({ link: { href: words, label: "Go" } })],
  ["a label", (words: string) => ({ link: { href: "/", label: words } })],
  ["the request's id", (words: string) => ({ requestId: words })],
])("%s is never markup", async (_what, put) => {
  const text = await textOf(put(`"><script>alert('1')</script>&`));
  expect(text).not.toContain("<script");
  expect(text).toContain("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;");
});

test("nor is a nonce", async () => {
  expect(await textOf({}, withPolicy(`'nonce-"><script>'`))).not.toContain("<script");
});

test("its colours and its mark are those of every other page", async () => {
  const text = await textOf({});
  const css = readFileSync("app/globals.css", "utf8");
  const [light = "", dark = ""] = css.split("@media screen and (prefers-color-scheme: dark)");
  const [ownLight = "", ownDark = ""] = text.split("@media screen and (prefers-color-scheme: dark)");
  for (const [own, shared] of [
    [ownLight, light],
    [ownDark, dark],
  ] as const) {
    const tokens = own.match(/--[a-z-]+: oklch\([^)]*\);/g) ?? [];
    expect(tokens).toHaveLength(7);
    for (const token of tokens) expect(shared).toContain(token);
  }
  const used = [...text.matchAll(/var\((--[a-z-]+)\)/g)].map(([, name]) => name);
  for (const name of used) expect(text).toContain(`${name}: oklch(`);
  const drawn = readFileSync("app/_components/ui/mark.tsx", "utf8");
  const paths = [...text.matchAll(/<path d="([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(paths).toHaveLength(3);
  for (const path of paths) expect(drawn).toContain(path);
});
