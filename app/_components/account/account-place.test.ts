import { expect, test } from "vitest";
import { parseTransactionSearch } from "@/lib/banking";
import { accountHref, chartHrefs, clearedHref, fileHref, isFiltered } from "./account-place";

const at = (search: Record<string, string>) => ({
  home: "/groups/group_1",
  accountId: "account_1",
  search: parseTransactionSearch(search),
});
const path = "/groups/group_1/accounts/account_1";
const all = { environment: "sandbox", q: "rent", from: "2026-11-01", days: "7", place: "abc", complete: "1" };

test("a page's address keeps all that was understood, and nothing else", () => {
  expect(accountHref(at({ ...all, to: "yesterday", nonsense: "1" }))).toBe(
    `${path}?environment=sandbox&from=2026-11-01&q=rent&days=7&place=abc&complete=1`,
  );
  expect(accountHref(at({ environment: "live" }))).toBe(path);
});

test("another range of the chart leaves the list where it is, and clearing the filters leaves the chart", () => {
  expect(chartHrefs(at(all))[90]).toBe(
    `${path}?environment=sandbox&from=2026-11-01&q=rent&days=90&place=abc&complete=1`,
  );
  expect(clearedHref(at(all))).toBe(`${path}?environment=sandbox&days=7&complete=1`);
  expect([isFiltered(at(all)), isFiltered(at({ days: "7", place: "abc" }))]).toEqual([true, false]);
});

test("the file is of the filters alone, wherever the page is", () => {
  expect(fileHref(at(all))).toBe(`${path}/transactions.csv?environment=sandbox&from=2026-11-01&q=rent`);
});
