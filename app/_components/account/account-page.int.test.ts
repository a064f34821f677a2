import { v4 as uuidv4 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseTransactionSearch, readAccounts } from "@/lib/banking";
import { AppError } from "@/lib/errors";
import { ledgerIn } from "@/lib/testing/bank-data";
import { clearFaults } from "@/lib/testing/connection-acts";
import { makeGroup, signIn } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import type { AccountRequest } from "./account-place";
import { readAccountPage, type AccountPageData } from "./read-account-page";

/** Increase's answers come in a few milliseconds; what takes longer than this never comes. */
const increaseTimeoutMs = 400;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ increaseTimeoutMs });
});
afterEach(() => clearFaults(portal));
afterAll(() => portal.close());

/** A connected group's first account, asked for as a whole page. */
async function makeRequest(search: Record<string, string> = {}): Promise<AccountRequest> {
  const { groupId } = await makeGroup(portal, { accounts: 2, transactions_per_account: 8 });
  await signIn(portal, groupId);
  const accountId = ledgerIn(portal, groupId).cards[0]?.value.account_id ?? "";
  return {
    groupId,
    accountId,
    home: `/groups/${groupId}`,
    search: parseTransactionSearch({ complete: "1", ...search }),
    timeZone: "UTC",
  };
}

function open(asked: AccountRequest): Promise<AccountPageData> {
  const actor = { kind: "customer", groupId: asked.groupId, sessionId: uuidv4() } as const;
  return readAccountPage(portal.createContext(actor), asked);
}

async function codeOf(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
    return "nothing";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

/** What came of each part: `ok`, or the code of its failure. */
async function outcomesOf({ found }: AccountPageData): Promise<Record<string, string>> {
  if (!found.ok) return { account: found.failure.code };
  const { balance, transactions, pending, numbers, cards } = found.parts;
  const named = {
    balance: await balance.outcome,
    transactions: await transactions.outcome,
    pending: await pending.outcome,
    numbers: await numbers.outcome,
    cards: await cards.outcome,
    chart: await found.chart,
  };
  return Object.fromEntries(
    Object.entries(named).map(([name, outcome]) => [name, outcome.ok ? "ok" : outcome.failure.code]),
  );
}

const allWell = {
  balance: "ok",
  transactions: "ok",
  pending: "ok",
  numbers: "ok",
  cards: "ok",
  chart: "ok",
};

const faults = [
  ["429", { status: 429, retry_after: 30 }, "increase_unavailable"],
  ["500", { status: 500 }, "increase_unavailable"],
  ["nothing in time", { latency_ms: 3 * increaseTimeoutMs }, "increase_unavailable"],
  ["a malformed body", { malformed: true }, "increase_unavailable"],
  ["an HTML page", { html: true }, "increase_unavailable"],
  ["a dropped connection", { drop: true }, "increase_unavailable"],
  ["somebody else's object", { answer: { data: [{}], next_cursor: null } }, "increase_unavailable"],
  ["a passing 401", { status: 401 }, "increase_refused"],
  ["403", { status: 403 }, "increase_refused"],
  ["404", { status: 404 }, "not_found"],
] as const;

/** The chart reads the same address as the balance does, at other moments. */
const parts = [
  ["transactions", "/live/transactions", ["transactions"]],
  ["pending", "/live/pending_transactions", ["pending"]],
  ["numbers", "/live/account_numbers", ["numbers"]],
  ["cards", "/live/cards", ["cards"]],
  ["balance and chart", "/live/accounts/*/balance", ["balance", "chart"]],
] as const;

const table = parts.flatMap(([part, path, failing]) =>
  faults.map(([fault, answer, code]) => ({ part, path, failing, fault, answer, code })),
);

describe("one part's failure is that part's alone", () => {
  test.each(table)("$part: $fault", async ({ path, failing, fault, answer, code }) => {
    const asked = await makeRequest();
    await portal.control("faults", { path, group_id: asked.groupId, times: null, ...answer });
    const outcomes = await outcomesOf(await open(asked));
    expect(outcomes).toMatchObject(Object.fromEntries(failing.map((name) => [name, code])));
    const others = Object.entries(outcomes).filter(([name]) => !failing.some((each) => each === name));
    // Once Increase asks a group to slow down, what it has not been asked yet is not asked.
    const due = fault === "429" ? /^(ok|increase_unavailable)$/ : /^ok$/;
    for (const [name, outcome] of others) expect(outcome, name).toMatch(due);
  });

  test("a page of which nothing fails has all of them", async () => {
    expect(await outcomesOf(await open(await makeRequest()))).toEqual(allWell);
  });
});

describe("the account itself", () => {
  const whole = "/live/accounts/account_*";

  test.each(faults.filter(([fault]) => fault !== "404"))(
    "%s, with nothing kept: the page stands and says so",
    async (_fault, answer, code) => {
      const asked = await makeRequest();
      await portal.control("faults", { path: whole, group_id: asked.groupId, times: null, ...answer });
      expect(await outcomesOf(await open(asked))).toEqual({ account: code });
    },
  );

  test.each(faults.filter(([, , code]) => code === "increase_unavailable"))(
    "%s, with the account kept: it is shown with its age",
    async (_fault, answer) => {
      const asked = await makeRequest();
      const { groupId, accountId } = asked;
      const actor = { kind: "customer", groupId, sessionId: uuidv4() } as const;
      const list = await readAccounts(portal.createContext(actor), { groupId, environment: "live" });
      await list.kept;
      await portal.control("faults", { path: "/live/**", group_id: groupId, times: null, ...answer });
      const { found } = await open(asked);
      if (!found.ok) throw new Error(found.failure.message);
      expect([found.account.id, found.keptAt]).toEqual([accountId, expect.any(Date)]);
      expect(found.keptBecause).toMatch(/^Increase .* try again in /);
      const balance = await found.parts.balance.outcome;
      expect(balance).toMatchObject({ ok: true, value: { keptAt: found.keptAt } });
    },
  );

  test("404, or another group's: not found, whatever is kept", async () => {
    const [asked, other] = [await makeRequest(), await makeRequest()];
    await open(other);
    expect(await codeOf(open({ ...asked, accountId: other.accountId }))).toBe("not_found");
    expect(await codeOf(open({ ...asked, accountId: "account_unknown" }))).toBe("not_found");
    expect(await codeOf(open({ ...asked, groupId: other.groupId, accountId: asked.accountId }))).toBe(
      "not_found",
    );
    await portal.control("faults", { path: whole, group_id: asked.groupId, times: null, status: 404 });
    expect(await codeOf(open(asked))).toBe("not_found");
  });
});

test("what an entry came through is named, and a list waits no more than a second for the names", async () => {
  const asked = await makeRequest();
  const namesIn = async () => {
    const { found } = await open(asked);
    const transactions = found.ok ? await found.parts.transactions.outcome : null;
    return transactions?.ok ? [...transactions.value.names.values()] : [];
  };
  const { accountNumbers, cards } = ledgerIn(portal, asked.groupId);
  const ofAccount = [...accountNumbers, ...cards].filter(({ value }) => value.account_id === asked.accountId);
  expect(await namesIn()).toHaveLength(ofAccount.length);
  for (const path of ["/live/account_numbers", "/live/cards"]) {
    await portal.control("faults", { path, group_id: asked.groupId, times: null, status: 500 });
  }
  expect(await namesIn()).toEqual([]);
});
