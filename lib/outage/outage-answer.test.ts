import { expect, test } from "vitest";
import { outageAnswer, outageWords, unavailablePathFrom } from "./outage-answer";

const requestId = "0199a0b4-0000-7000-8000-000000000000";
const policy = { "content-security-policy": "style-src 'nonce-bm9uY2U='" };

function answerTo(headers: Record<string, string>, retryHref: string | null = null) {
  return outageAnswer({ headers: new Headers(headers), requestId, retryHref });
}

test("a browser is given a page that says what happened, what to do, and the request's id", async () => {
  const answer = answerTo({ accept: "text/html,application/xhtml+xml", ...policy });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await answer.text();
  expect(page).toContain('<style nonce="bm9uY2U=">');
  expect(page).toContain('<a href="">Try again</a>');
  for (const words of ["does not answer", "go back", requestId]) expect(page).toContain(words);
});

test("a script is given the same as a problem", async () => {
  const answer = answerTo({ accept: "*/*" });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  const error = { code: "database_unavailable", message: outageWords, request_id: requestId };
  expect(await answer.json()).toEqual({ error });
});

test("an address in the page is no markup", async () => {
  const page = await answerTo({ accept: "text/html" }, '/"><script>alert(1)</script>').text();
  expect(page).not.toContain("<script");
  expect(page).toContain('href="/&quot;&gt;&lt;script&gt;');
});

test("the way there keeps where somebody came from whole", () => {
  const { searchParams } = new URL(
    unavailablePathFrom("/admin/events?category=a&state=dead"),
    "http://x.test",
  );
  expect(searchParams.get("from")).toBe("/admin/events?category=a&state=dead");
});
