import { z } from "zod";
import type { RealServer } from "../real-server";
import type { Requests } from "./requests";
import { untilFound } from "../until";

/** A group whose person has signed in here as anybody would: its token is real, and so is what is kept of it. */
export type ConnectedGroup = {
  groupId: string;
  accountIds: string[];
  connectionId: string;
  oauthConnectionId: string;
  /** The value of the session's cookie. */
  sessionToken: string;
};

const madeGroup = z.object({ group_id: z.string(), account_ids: z.array(z.string()) });
const approval = z.object({ redirect_to: z.string() });
const connectionRow = z.object({ id: z.string(), oauth_connection_id: z.string() });

function cookiesOf(headers: Headers): string[] {
  return headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
}

async function control<T>(server: RealServer, schema: z.ZodType<T>, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${server.simulator.url}/_sim/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return schema.parse(await response.json());
}

async function makeGroup(server: RealServer) {
  const made = await control(server, madeGroup, "groups", { accounts: 2 });
  return { groupId: made.group_id, accountIds: made.account_ids };
}

/**
 * A sign-in up to where Increase sends the browser back; `end` goes there, each time it is called.
 * @param signInId the id of the action that begins a sign-in
 */
export async function beginSignIn(
  server: RealServer,
  requests: Requests,
  signInId: string,
  group?: Pick<ConnectedGroup, "groupId" | "accountIds">,
) {
  const { groupId, accountIds } = group ?? (await makeGroup(server));
  const begun = await requests.act({
    path: "/",
    id: signInId,
    takesState: false,
    fields: { callbackUrl: "/" },
    by: "form",
    cookie: "",
    origin: server.url,
  });
  const { searchParams } = new URL(begun.headers.get("location") ?? "");
  const approved = await control(server, approval, "authorize", {
    client_id: searchParams.get("client_id"),
    state: searchParams.get("state"),
    scope: searchParams.get("scope"),
    group_id: groupId,
  });
  const { pathname, search } = new URL(approved.redirect_to);
  const cookie = cookiesOf(begun.headers).join("; ");
  return {
    groupId,
    accountIds,
    end: (at: Requests = requests) =>
      at.ask(`${pathname}${search}`, { headers: { cookie, accept: "text/html" } }),
  };
}

/**
 * @param end where it ends, if not where it begins
 * @param group whose person it is, if not a new one's
 */
export async function connectGroup(
  server: RealServer,
  requests: Requests,
  signInId: string,
  { end = requests, group }: { end?: Requests; group?: ConnectedGroup } = {},
): Promise<ConnectedGroup> {
  const begun = await beginSignIn(server, requests, signInId, group);
  const ended = await begun.end(end);
  const session = cookiesOf(ended.headers).find((pair) => pair.startsWith("authjs.session-token="));
  if (session === undefined) throw new Error(`not signed in: ${ended.status}`);
  const connection = await waitForConnection(server, begun.groupId);
  return {
    groupId: begun.groupId,
    accountIds: begun.accountIds,
    connectionId: connection.id,
    oauthConnectionId: connection.oauth_connection_id,
    sessionToken: session.slice(session.indexOf("=") + 1),
  };
}

/** Increase's id of it is found after the answer. */
function waitForConnection(server: RealServer, groupId: string) {
  return untilFound("Increase's id of the connection", async () => {
    const [row] = await server.select(
      connectionRow,
      "select id, oauth_connection_id from connections where group_id = $1 and oauth_connection_id is not null",
      [groupId],
    );
    return row;
  });
}
