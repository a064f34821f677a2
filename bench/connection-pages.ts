import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { z } from "zod";
import { fillConnections } from "@/db/testing/connection-rows";
import { hashSessionToken } from "@/lib/auth/session-token";
import { Problem } from "@/scripts/stack/problem";
import { fire, type Measured } from "./load";
import { compare, type Line } from "./report";
import { runRounds, type Contestant, type RoundsOptions } from "./rounds";
import type { BenchStack } from "./stack";
import { median } from "./statistics";

const sizes = [100, 100_000] as const;
const connections = 4;

type Place = { path: string; name: string };

const row = z.object({ id: z.string(), connected_at: z.date() });

/** As lib/connections writes a place in the list. */
function deepPath({ id, connected_at: at }: z.output<typeof row>): string {
  const place = { by: "created", direction: "descending", key: at.toISOString(), side: "here", id };
  const cursor = Buffer.from(JSON.stringify(place)).toString("base64url");
  return `/admin/connections?cursor=${cursor}`;
}

/** One of the staff, signed in: the value of their session's cookie. */
async function signIn(client: Client): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  await client.query(
    `with person as (
       insert into staff (issuer, subject, email, role, created_at)
       values ('bench', $1::text, 'bench@ledgerline.example', 'operator', now()) returning id)
     insert into staff_sessions (token_hash, staff_id, signed_in_at, created_at, last_seen_at, idle_expires_at, absolute_expires_at)
     select $1::text, id, now(), now(), now(), now() + interval '30 minutes', now() + interval '8 hours' from person`,
    [hashSessionToken(token)],
  );
  return token;
}

async function fill(client: Client, count: number): Promise<Place[]> {
  await client.query("truncate users, connections, oauth_connections cascade");
  for (const statement of fillConnections) await client.query(statement, [count]);
  await client.query("vacuum (analyze)");
  const { rows } = await client.query(
    "select id, connected_at from connections order by connected_at desc offset $1 limit 1",
    [Math.floor(count / 2) - 1],
  );
  return [
    { name: "first page", path: "/admin/connections" },
    { name: "deep page", path: deepPath(row.parse(rows[0])) },
    { name: "filtered page", path: "/admin/connections?scope=read_only" },
  ];
}

function get(url: string, token: string) {
  return async (count: number): Promise<Measured> => {
    const headers = { cookie: `staff.session-token=${token}` };
    const requests = Array.from({ length: count }, () => ({
      method: "GET" as const,
      path: new URL(url).pathname + new URL(url).search,
      headers,
    }));
    return fire({ url, connections, requests });
  };
}

async function measureAt(
  stack: BenchStack,
  places: Place[],
  token: string,
  label: string,
  options: Omit<RoundsOptions, "label" | "connections">,
): Promise<Line[]> {
  const { portal } = stack.urls;
  const contestants: Contestant[] = [
    ...places.map(({ name, path }) => ({ name, measure: get(`${portal}${path}`, token) })),
    { name: "bare page", measure: get(`${portal}/sign-in/failed?reason=denied`, token) },
  ];
  const rounds = await runRounds(contestants, { label, connections, ...options });
  const floor = { name: "bare page", values: (rounds.at(-1) ?? []).map(({ perSecond }) => perSecond) };
  return places.map(({ name }, at) => {
    const of = rounds[at] ?? [];
    const line = compare({ name: `${label}, ${name}`, values: of.map(({ perSecond }) => perSecond) }, floor);
    return {
      ...line,
      p50Ms: median(of.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(of.map(({ p99Ms }) => p99Ms)),
    };
  });
}

const linkToConnection = /href="\/admin\/connections\/connection_/g;

/** @throws Problem where a page is not the list of 50 that it is measured as */
async function requireRows(url: string, token: string): Promise<void> {
  const answer = await fetch(url, {
    headers: { cookie: `staff.session-token=${token}` },
    redirect: "manual",
  });
  const rows = (await answer.text()).match(linkToConnection)?.length ?? 0;
  if (rows !== 50) throw new Problem(`${url} answered ${answer.status} with ${rows} rows instead of 50.`);
}

/** Requests per second of the staff's list of connections, over those of a page that reads nothing. */
export async function benchConnectionPages(
  stack: BenchStack,
  options: Omit<RoundsOptions, "label" | "connections">,
): Promise<Line[]> {
  const client = new Client({ connectionString: stack.ownerUrl });
  await client.connect();
  try {
    const token = await signIn(client);
    const lines: Line[] = [];
    for (const size of sizes) {
      const places = await fill(client, size);
      for (const { path } of places) await requireRows(`${stack.urls.portal}${path}`, token);
      lines.push(
        ...(await measureAt(stack, places, token, `${size.toLocaleString("en-US")} connections`, options)),
      );
    }
    return lines;
  } finally {
    await client.end();
  }
}
