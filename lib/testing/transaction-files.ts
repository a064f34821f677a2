import { v4 as uuidv4 } from "uuid";
import { staffSessionCookieName } from "../auth/cookie-names";
import { peekCustomerActor, peekStaffActor } from "../auth/peek-actor";
import { beginGroupView } from "../connections";
import { transactionsCsvRoute } from "../http/transactions-csv-route";
import { postingsOf } from "./bank-data";
import { auditRows } from "./connection-acts";
import { makeGroup, newBrowser, signIn, type TestBrowser } from "./sign-in";
import { makeStaff } from "./staff";
import { inRequestOf } from "./staff-headers";
import { siteOrigin, type TestPortal } from "./test-portal";

/** For tests that mock `next/headers` with staff-headers. */
const sides = { customer: peekCustomerActor, staff: peekStaffActor };
export const transactionsPath = "/live/transactions";
export const columns = "id,created_at,day,description,category,amount,currency,route_id,account_id";

/** An account, and the browser of whoever wants its file. */
export type BrowsedAccount = { portal: TestPortal; groupId: string; accountId: string; browser: TestBrowser };
type Asked = {
  side?: keyof typeof sides;
  query?: string;
  method?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** The browser asks for the file of an account's transactions. */
export function download(
  { portal, browser, groupId, accountId }: BrowsedAccount,
  asked: Asked = {},
): Promise<Response> {
  const { side = "customer", query = "", method = "GET", headers = {}, signal = null } = asked;
  const handle = transactionsCsvRoute(async () => portal.createContext(await sides[side](portal.services)));
  const path = `/groups/${groupId}/accounts/${accountId}/transactions.csv${query}`;
  const request = new Request(`${siteOrigin}${path}`, { method, headers, signal });
  const params = Promise.resolve({ group_id: groupId, account_id: accountId });
  return inRequestOf(browser, () => handle(request, { params }));
}

export async function makeBrowsedAccount(portal: TestPortal, transactions: number): Promise<BrowsedAccount> {
  const made = await makeGroup(portal, { accounts: 1, transactions_per_account: transactions });
  const { browser } = await signIn(portal, made.groupId);
  return { portal, groupId: made.groupId, accountId: made.accountIds[0] ?? "", browser };
}

/** One of the staff who looks at the group, in a browser of their own. */
export async function lookAt({ portal, groupId, accountId }: BrowsedAccount) {
  const { actor, sessionToken } = await makeStaff(portal, "operator");
  const look = { id: uuidv4(), groupId, reason: "The customer asked on the phone." };
  await beginGroupView(portal.createContext(actor), look);
  const browser = newBrowser();
  browser.cookies.set(staffSessionCookieName(portal.services.env.AUTH_URL), sessionToken);
  return { portal, groupId, accountId, browser, actor };
}

export const idsIn = (csv: string) =>
  csv
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[0]);

export const dueIds = ({ portal, groupId, accountId }: BrowsedAccount) =>
  postingsOf(portal, groupId, accountId).map(({ id }) => id);

export async function exportsOf({ portal, groupId }: BrowsedAccount) {
  return (await auditRows(portal, { groupId })).filter(({ action }) => action === "transactions.exported");
}

/** The rows of the first chunk, and the reader that has the rest of them before it. */
export async function begin(response: Response) {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("The answer has no body");
  const decoder = new TextDecoder();
  let text = "";
  const read = async () => {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    return !done;
  };
  await read();
  return { reader, read, text: () => text };
}

/** Reads on to the end, or to the failure. */
export async function readOn({ read, text }: Awaited<ReturnType<typeof begin>>): Promise<string> {
  while (await read());
  return text();
}
