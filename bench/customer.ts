import { Problem } from "@/scripts/stack/problem";
import { Simulator } from "@/e2e/simulator";
import type { StackUrls } from "@/scripts/stack/environment";

export type Customer = { groupId: string; accountIds: string[]; cookie: string };

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}

/** The sign-in form's hidden field, which names its action to a browser without JavaScript. */
async function readActionField(portalUrl: string): Promise<string> {
  const html = await (await fetch(portalUrl)).text();
  const [, name] = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html) ?? [];
  if (name === undefined) throw new Problem("The front page has no sign-in form.");
  return name;
}

/** A new group whose person signs in as a browser without JavaScript would. */
export async function connectCustomer(
  urls: StackUrls,
  shape: { accounts: number; transactions_per_account: number },
): Promise<Customer> {
  const simulator = new Simulator(urls.simulator);
  const { groupId, accountIds } = await simulator.makeGroup(shape);
  const form = new FormData();
  form.set(await readActionField(urls.portal), "");
  form.set("callbackUrl", "/");
  const begun = await fetch(urls.portal, {
    method: "POST",
    body: form,
    headers: { origin: urls.portal },
    redirect: "manual",
  });
  const callback = await simulator.approve(begun.headers.get("location") ?? "", groupId);
  const ended = await fetch(callback, { headers: { cookie: cookiesOf(begun) }, redirect: "manual" });
  const cookie = cookiesOf(ended);
  if (!cookie.includes("session-token="))
    throw new Problem(`The customer is not signed in: ${ended.status}.`);
  return { groupId, accountIds, cookie };
}
