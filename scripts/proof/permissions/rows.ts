import { randomUUID } from "node:crypto";
import { z } from "zod";
import { hashSessionToken } from "@/lib/auth/session-token";
import type { StaffRole } from "@/lib/context";
import { makeEvent } from "@/lib/testing/events";
import { ledgerOf } from "@/simulator/state/ledgers";
import type { RealServer } from "../real-server";
import type { ConnectedGroup } from "./sign-in";

const idRow = z.object({ id: z.string() });
const generationRow = z.object({ generation: z.number() });

async function insert(server: RealServer, sql: string, values: unknown[]): Promise<string> {
  const [row] = await server.select(idRow, sql, values);
  if (row === undefined) throw new Error(`no row: ${sql}`);
  return row.id;
}

function peopleRows(server: RealServer) {
  return {
    makeStaff: (role: StaffRole, { isRemoved = false } = {}): Promise<string> =>
      insert(
        server,
        `insert into staff (issuer, subject, email, name, role, created_at, removed_at)
         values ($1, $2, $2 || '@ledgerline.example', 'A person', $3, now(), case when $4 then now() end)
         returning id`,
        [`${server.simulator.url}/staff`, randomUUID(), role, isRemoved],
      ),
    putStaffSession: (staffId: string, token: string = randomUUID(), signedInMinutesAgo = 0) =>
      insert(
        server,
        `insert into staff_sessions
           (token_hash, staff_id, signed_in_at, created_at, last_seen_at, idle_expires_at, absolute_expires_at)
         values ($1, $2, now() - make_interval(mins => $3), now(), now(),
           now() + interval '7 hours', now() + interval '8 hours')
         returning id`,
        [hashSessionToken(token), staffId, signedInMinutesAgo],
      ),
    /** A look that they have open at the group: also one of a role that could not have begun it. */
    putLook: (staffId: string, groupId: string) =>
      insert(
        server,
        `insert into group_views (id, staff_id, group_id, reason, started_at, expires_at)
         values (gen_random_uuid(), $1, $2, 'They asked for help', now(), now() + interval '2 hours') returning id`,
        [staffId, groupId],
      ),
    putCustomerSession: (groupId: string, token: string = randomUUID()) =>
      insert(
        server,
        `insert into sessions (token_hash, user_id, created_at, last_seen_at, idle_expires_at, absolute_expires_at)
         values ($1, $2, now(), now(), now() + interval '7 hours', now() + interval '8 hours')
         returning id`,
        [hashSessionToken(token), groupId],
      ),
  };
}

function connectionRows(server: RealServer) {
  return {
    /** A connection that no customer has: what the staff end here is nobody's. */
    async makeConnection(): Promise<{ id: string; groupId: string }> {
      const groupId = `group_${randomUUID().replaceAll("-", "")}`;
      const id = await insert(
        server,
        `with made as (
           insert into connections (group_id, state, scope, connected_at, state_changed_at, has_sandbox_token)
           values ($1, 'active', 'read_only', now(), now(), true) returning id
         ), sealed as (
           insert into connection_tokens (connection_id, environment, generation, sealed, minted_at)
           select id, environment, 1, 'v1.nobody.' || md5(id || environment) || '.c2VhbGVk', now()
           from made, unnest(array['live', 'sandbox']) environment
         )
         select id from made`,
        [groupId],
      );
      return { id, groupId };
    },
    /** The generation of the sandbox token that is kept; empty where there is none. */
    async sandboxGeneration(connectionId: string): Promise<string> {
      const [row] = await server.select(
        generationRow,
        "select generation from connection_tokens where connection_id = $1 and environment = 'sandbox'",
        [connectionId],
      );
      return row === undefined ? "" : String(row.generation);
    },
    makeDeadEvent: () => {
      const { id, category, ...event } = makeEvent({ category: "never.heard_of" });
      const body = Buffer.from(JSON.stringify({ id, category, ...event }));
      return insert(
        server,
        `insert into webhook_events
           (environment, event_id, source, body, headers, received_at, category, attribution, state, due_at, failures)
         values ('live', $1, 'delivery', $2, '{}', now(), $3, 'platform', 'dead', now(), 8)
         returning event_id as id`,
        [id, body, category],
      );
    },
  };
}

/** What Increase has of the groups. */
function bankRows({ simulator: { world } }: RealServer) {
  const ledgersOf = (groupId: string) => {
    const group = world.groups.get(groupId);
    return group === undefined ? [] : [ledgerOf(world, "live", group)];
  };
  return {
    accountNumberIdOf: (groupId: string): string =>
      ledgersOf(groupId).flatMap(({ accountNumbers }) => accountNumbers.map(({ value }) => value.id))[0] ??
      "",
    transactionIdsOf: (groupId: string): string[] =>
      ledgersOf(groupId).flatMap(({ postings }) => postings.map(({ id }) => id)),
  };
}

function sandboxRows(server: RealServer) {
  return {
    /** So that its customer can mint one; returns the group, whose form it is for. */
    async dropSandboxToken({ connectionId, groupId }: { connectionId: string; groupId: string }) {
      await server.select(
        generationRow,
        `with gone as (
           delete from connection_tokens where connection_id = $1 and environment = 'sandbox' returning generation
         ), told as (
           update connections set has_sandbox_token = false where id = $1
         )
         select generation from gone`,
        [connectionId],
      );
      return groupId;
    },
  };
}

/** Rows as the portal itself would have written them, each for one call. */
export function createRows(server: RealServer, groups: { own: ConnectedGroup; other: ConnectedGroup }) {
  const people = peopleRows(server);
  return {
    ...groups,
    ...people,
    ...connectionRows(server),
    ...sandboxRows(server),
    ...bankRows(server),
    simulatorUrl: server.simulator.url,
    makeInvitation: async () =>
      insert(
        server,
        `insert into staff_invitations (email, role, invited_by, created_at, expires_at)
         values ($1, 'viewer', $2, now(), now() + interval '7 days') returning id`,
        [`${randomUUID()}@ledgerline.example`, await people.makeStaff("owner")],
      ),
    makeLink: async () =>
      insert(
        server,
        `insert into connect_links (scope, note, created_by, created_at, expires_at)
         values ('read_only', 'For a test', $1, now(), now() + interval '7 days') returning id`,
        [await people.makeStaff("operator")],
      ),
  };
}

export type Rows = ReturnType<typeof createRows>;
