import { z } from "zod";

export type Fields = Record<string, string>;

export type Answer = { status: number; headers: Headers; body: string };

/** What a form's answer is, or where it leads: both as one line. */
const actionState = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("done"),
    message: z.string(),
    details: z.array(z.object({ isDone: z.boolean(), message: z.string() })).optional(),
  }),
  z.object({ status: z.literal("failed"), message: z.string() }),
]);

export type ActionRequest = {
  /** A page that knows the action. */
  path: string;
  id: string;
  /** Whether the action takes the form's state before it takes the form. */
  takesState: boolean;
  fields: Fields;
  /** As a script calls it, or as a form is sent without one: what another site's page can send is the latter. */
  by: "script" | "form";
  cookie: string;
  origin: string | null;
  /** What a browser that sends a form asks for. */
  accept?: string;
};

const idle = { status: "idle" };

function toScriptBody({ takesState, fields }: ActionRequest): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", JSON.stringify(takesState ? [idle, "$K1"] : ["$K1"]));
  return body;
}

function toFormBody({ id, takesState, fields }: ActionRequest): FormData {
  const body = new FormData();
  if (takesState) {
    body.append("$ACTION_REF_1", "");
    body.append("$ACTION_1:0", JSON.stringify({ id, bound: "$@1" }));
    body.append("$ACTION_1:1", JSON.stringify([idle]));
  } else {
    body.append(`$ACTION_ID_${id}`, "");
  }
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return body;
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/**
 * One who asks the portal, with nothing that the caller does not name: no Origin, no cookie.
 * @param always goes with every request
 */
export function createRequests(portalUrl: string, always: Fields = {}) {
  return {
    ask: (path: string, { method = "GET", headers = {} }: { method?: string; headers?: Fields } = {}) =>
      send(`${portalUrl}${path}`, { method, headers: { ...always, ...headers } }),
    act: (request: ActionRequest) => {
      const { path, id, by, cookie, origin, accept } = request;
      return send(`${portalUrl}${path}`, {
        method: "POST",
        headers: {
          ...always,
          cookie,
          ...(accept === undefined ? {} : { accept }),
          ...(origin === null ? {} : { origin }),
          ...(by === "script" ? { "next-action": id, accept: "text/x-component" } : {}),
        },
        body: by === "script" ? toScriptBody(request) : toFormBody(request),
      });
    },
    /** `→ /path`, also of an address of the portal's own in full; without the request's id. */
    arrow(location: string): string {
      const url = new URL(location, portalUrl);
      url.searchParams.delete("request");
      return `→ ${url.origin === portalUrl ? "" : url.origin}${url.pathname}${url.search}`;
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

/** A page's or a route's answer in one line. */
export function describeAnswer({ arrow }: Requests, { status, headers }: Answer): string {
  const location = headers.get("location");
  return location === null ? String(status) : arrow(location);
}

/** The value that an action has returned: the row of its answer that the first row points to. */
function readReturned(body: string): unknown {
  const [, row] = /^0:\{"a":"\$@(\w+)"/m.exec(body) ?? [];
  const line = body.split("\n").find((each) => row !== undefined && each.startsWith(`${row}:{`));
  return line === undefined || row === undefined ? null : JSON.parse(line.slice(row.length + 1));
}

/** An action's answer in one line. */
export function describeAction(requests: Requests, answer: Answer): string {
  const leadsTo = answer.headers.get("x-action-redirect");
  if (leadsTo !== null) return requests.arrow(leadsTo.replace(/;(push|replace)$/, ""));
  if (answer.status !== 200) return describeAnswer(requests, answer);
  const state = actionState.safeParse(readReturned(answer.body));
  if (!state.success) return "200";
  if (state.data.status === "failed") return `failed: ${state.data.message}`;
  const failed = state.data.details?.find(({ isDone }) => !isDone);
  return failed === undefined ? "done" : `failed: ${failed.message}`;
}
