import type { Permission } from "@/lib/auth/permissions";
import type { Actor } from "./actors";
import type { Fields } from "./requests";
import type { Rows } from "./rows";

/** Rows that the pages with a parameter are asked for. */
export type Place = Rows & { linkId: string; eventId: string };

export type RouteCall = {
  /**
   * A permission's name: what is answered follows from `lib/auth/permissions.ts`. `anybody`: the same to everyone,
   * whatever their cookie. `machine`: the same, to whoever does not prove to be that machine. `no one`: 404.
   */
  for: Permission | "anybody" | "machine" | "no one";
  path: (place: Place) => string;
  method?: "POST";
  headers?: Fields;
  /** Where it is another than `for` lets expect. */
  answer?: (actor: Actor) => string;
};

const page = (permission: RouteCall["for"], path: RouteCall["path"]): RouteCall[] => [
  { for: permission, path },
];
const toGroup = ({ own }: Rows) => `/groups/${own.groupId}`;
const toAccount = ({ own }: Rows) => `/groups/${own.groupId}/accounts/${own.accountIds[0]}`;
const toTransactionsFile = (rows: Rows) => `${toAccount(rows)}/transactions.csv`;
const closed = (path: string, method?: "POST"): RouteCall => ({
  for: "no one",
  path: () => path,
  ...(method === undefined ? {} : { method }),
});

/** Every address that the build answers. One that is not here fails the suite. */
export const routes: Record<string, RouteCall[]> = {
  "/": [
    {
      for: "anybody",
      path: () => "/",
      answer: ({ customerOf }) => (customerOf === null ? "200" : `→ /groups/${customerOf}`),
    },
  ],
  "/sign-in/limited": [{ for: "anybody", path: () => "/sign-in/limited", answer: () => "→ /" }],
  "/sign-in/failed": page("anybody", () => "/sign-in/failed?reason=denied"),
  "/connect/[link_id]": page("anybody", ({ linkId }) => `/connect/${linkId}`),
  "/icon.svg": page("anybody", () => "/icon.svg"),
  "/unavailable": [
    { for: "anybody", path: () => "/unavailable?from=/", answer: () => "503" },
    { for: "anybody", path: () => "/unavailable?from=/", method: "POST", answer: () => "503" },
  ],
  "/_not-found": page("no one", () => "/_not-found"),
  "/_global-error": [{ for: "no one", path: () => "/_global-error", answer: () => "500" }],
  "/dev/ui": page("no one", () => "/dev/ui"),

  "/groups/[group_id]": page("account.read", toGroup),
  "/groups/[group_id]/accounts/[account_id]": page("account.read", toAccount),
  "/groups/[group_id]/accounts/[account_id]/transactions.csv": page("transaction.export", toTransactionsFile),
  "/groups/[group_id]/changes": page("account.read", (place) => `${toGroup(place)}/changes`),
  "/groups/[group_id]/connection": page("connection.read", (place) => `${toGroup(place)}/connection`),

  "/admin/sign-in": [
    {
      for: "anybody",
      path: () => "/admin/sign-in",
      answer: ({ staff }) => (staff === null ? "200" : "→ /admin"),
    },
  ],
  "/admin/sign-in/limited": [
    { for: "anybody", path: () => "/admin/sign-in/limited", answer: () => "→ /admin/sign-in" },
  ],
  "/admin": page("overview.read", () => "/admin"),
  "/admin/applications": page("application.read", () => "/admin/applications"),
  "/admin/audit": page("audit.read", () => "/admin/audit"),
  "/admin/audit/export": page("audit.export", () => "/admin/audit/export"),
  "/admin/connect-links": page("connect_link.read", () => "/admin/connect-links"),
  "/admin/connections": page("connection.list", () => "/admin/connections"),
  "/admin/connections/export": page("connection.export", () => "/admin/connections/export"),
  "/admin/connections/[id]": [
    { for: "connection.inspect", path: ({ own }) => `/admin/connections/${own.oauthConnectionId}` },
    { for: "connection.inspect", path: ({ own }) => `/admin/connections/${own.connectionId}` },
  ],
  "/admin/events": page("event.read", () => "/admin/events"),
  "/admin/events/export": page("event.export", () => "/admin/events/export"),
  "/admin/events/[id]": page("event.read", ({ eventId }) => `/admin/events/${eventId}`),
  "/admin/groups/[group_id]": page("group.view", (place) => `/admin${toGroup(place)}`),
  "/admin/groups/[group_id]/accounts/[account_id]": page(
    "group.view",
    (place) => `/admin${toAccount(place)}`,
  ),
  "/admin/groups/[group_id]/accounts/[account_id]/transactions.csv": page(
    "transaction.export",
    (place) => `/admin${toTransactionsFile(place)}`,
  ),
  "/admin/groups/[group_id]/changes": page("account.read", (place) => `/admin${toGroup(place)}/changes`),
  "/admin/groups/[group_id]/connection": page("group.view", (place) => `/admin${toGroup(place)}/connection`),
  "/admin/setup": page("setup.read", () => "/admin/setup"),
  "/admin/staff": page("staff.read", () => "/admin/staff"),

  "/api/health": page("anybody", () => "/api/health"),
  "/api/ready": page("anybody", () => "/api/ready"),
  "/api/auth/[...nextauth]": [
    {
      for: "machine",
      path: () => "/api/auth/callback/increase?code=x&state=x",
      answer: () => "→ /sign-in/failed?reason=state_unknown",
    },
    closed("/api/auth/session"),
    closed("/api/auth/csrf"),
    closed("/api/auth/providers"),
    closed("/api/auth/signin"),
    closed("/api/auth/signout", "POST"),
    closed("/api/auth/signin/increase", "POST"),
    closed("/api/auth/callback/increase", "POST"),
  ],
  "/api/staff/auth/[...nextauth]": [
    {
      for: "machine",
      path: () => "/api/staff/auth/callback/staff?code=x&state=x",
      answer: () => "→ /admin/sign-in?reason=state&callbackUrl=%2Fadmin",
    },
    closed("/api/staff/auth/session"),
    closed("/api/staff/auth/csrf"),
    closed("/api/staff/auth/providers"),
    closed("/api/staff/auth/signin"),
    closed("/api/staff/auth/signout", "POST"),
    closed("/api/staff/auth/signin/staff", "POST"),
    closed("/api/staff/auth/callback/staff", "POST"),
  ],
  ...Object.fromEntries(
    ["/api/cron/process", "/api/cron/reconcile"].map((path) => [
      path,
      ["", "Bearer undefined", "Bearer "].map((authorization): RouteCall => ({
        for: "machine",
        path: () => path,
        headers: { authorization },
      })),
    ]),
  ),
  ...Object.fromEntries(
    ["/api/webhooks/increase/live", "/api/webhooks/increase/sandbox"].map((path) => [
      path,
      [
        { for: "machine", path: () => path, method: "POST", answer: () => "400" },
        { for: "machine", path: () => path, answer: () => "405" },
      ] satisfies RouteCall[],
    ]),
  ),
};
