import { Problem } from "@/scripts/stack/problem";
import { connectCustomer } from "./customer";
import { fire, type Measured } from "./load";
import { compare, type Line } from "./report";
import { runRounds, type RoundsOptions } from "./rounds";
import type { BenchStack } from "./stack";
import { median } from "./statistics";

const connections = 16;
const shape = { accounts: 10, transactions_per_account: 200 };

function get(url: string, cookie: string) {
  return async (count: number): Promise<Measured> => {
    const { pathname: path } = new URL(url);
    const requests = Array.from({ length: count }, () => ({
      method: "GET" as const,
      path,
      headers: { cookie },
    }));
    return fire({ url, connections, requests });
  };
}

/** @throws Problem where the page is not that of ten accounts with their balances */
async function requireAccounts(url: string, cookie: string, accountIds: string[]): Promise<void> {
  const html = await (await fetch(url, { headers: { cookie } })).text();
  const missing = accountIds.filter((id) => !html.includes(id));
  if (missing.length > 0) throw new Problem(`${url} lacks ${missing.length} of its accounts.`);
}

/** Requests per second of a group's page of ten accounts, over those of a page that reads nothing. */
export async function benchGroupPages(
  stack: BenchStack,
  options: Omit<RoundsOptions, "label" | "connections">,
): Promise<Line[]> {
  const { portal } = stack.urls;
  const { groupId, accountIds, cookie } = await connectCustomer(stack.urls, shape);
  const url = `${portal}/groups/${groupId}`;
  await requireAccounts(url, cookie, accountIds);
  const contestants = [
    { name: "group page", measure: get(url, cookie) },
    { name: "bare page", measure: get(`${portal}/sign-in/failed?reason=denied`, "") },
  ];
  const [pages = [], bare = []] = await runRounds(contestants, {
    label: "group page",
    connections,
    ...options,
  });
  const line = compare(
    { name: "group page of 10 accounts", values: pages.map(({ perSecond }) => perSecond) },
    { name: "bare page", values: bare.map(({ perSecond }) => perSecond) },
  );
  return [
    {
      ...line,
      p50Ms: median(pages.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(pages.map(({ p99Ms }) => p99Ms)),
    },
  ];
}
