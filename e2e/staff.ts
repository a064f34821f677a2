import type { Browser, Page } from "@playwright/test";
import { expect, portalUrl, signIn, type Group, type Query, type Staff } from "./fixtures";

/** For pages that are not found, or that a role may not see. */
export const refusedOnConsole = /Failed to load resource: the server responded with a status of 40[34]/;

/** A browser of somebody else's. */
export async function openBrowser(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  return (await browser.newContext({ baseURL: portalUrl, javaScriptEnabled })).newPage();
}

/** Connects the group as its customer would, in a browser of theirs. */
export async function connectGroup(browser: Browser, group: Group): Promise<Page> {
  const page = await openBrowser(browser);
  await signIn(page, group);
  return page;
}

export type HeldConnection = { id: string; oauthConnectionId: string };

/** The group's newest connection, once Increase's id of it is known, which is after the sign-in's answer. */
export async function identifiedConnection(query: Query, groupId: string): Promise<HeldConnection> {
  const read = () =>
    query<HeldConnection>(
      `select id, oauth_connection_id as "oauthConnectionId" from connections
       where group_id = $1 and oauth_connection_id is not null order by connected_at desc limit 1`,
      [groupId],
    );
  await expect.poll(read).toHaveLength(1);
  const [connection] = await read();
  if (connection === undefined) throw new Error(`${groupId} is not connected`);
  return connection;
}

/** Where the staff see the group's connection. */
export async function connectionPath(query: Query, groupId: string): Promise<string> {
  return `/admin/connections/${(await identifiedConnection(query, groupId)).oauthConnectionId}`;
}

/** What the audit log has of the staff's acts on the group, oldest first. */
export async function actsOn(query: Query, groupId: string): Promise<string[]> {
  const rows = await query<{ action: string }>(
    "select action from audit_entries where group_id = $1 and actor_kind = 'staff' order by id",
    [groupId],
  );
  return rows.map(({ action }) => action);
}

/** Makes their sign-in too old for a destructive act. */
export async function ageSignIn(query: Query, { staffId }: Staff): Promise<void> {
  await query("update staff_sessions set signed_in_at = now() - interval '15 minutes' where staff_id = $1", [
    staffId,
  ]);
}

/** A fact in a list of facts, by its name. */
export function fact(page: Page, section: string, name: string) {
  return page
    .getByRole("region", { name: section, exact: true })
    .locator("div")
    .filter({ has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
    .last();
}
