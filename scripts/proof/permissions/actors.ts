import { randomUUID } from "node:crypto";
import { z } from "zod";
import { sessionCookieName, staffSessionCookieName } from "@/lib/auth/cookie-names";
import { hashSessionToken } from "@/lib/auth/session-token";
import type { StaffRole } from "@/lib/context";
import type { RealServer } from "../real-server";
import type { Rows } from "./rows";
import type { ConnectedGroup } from "./sign-in";

/** Somebody with a browser: what they are, and the cookies that they hold. */
export type Actor = {
  name: string;
  /** The group whose customer they are. */
  customerOf: string | null;
  staff: { id: string; role: StaffRole; isFresh: boolean } | null;
  cookie: string;
  /** A session of the staff that is there, although the person is no longer staff. */
  hasLeftover?: true;
};

type Customer = { groupId: string; token: string };
type StaffPerson = { staffId: string; token: string; role: StaffRole; signedInMinutesAgo: number };

const staleMinutes = 16;

/** What a browser sends that holds these sessions. */
function writeCookie(
  siteOrigin: string,
  held: { customer?: string | undefined; staff?: string | undefined },
): string {
  return [
    ...(held.customer === undefined ? [] : [`${sessionCookieName(siteOrigin)}=${held.customer}`]),
    ...(held.staff === undefined ? [] : [`${staffSessionCookieName(siteOrigin)}=${held.staff}`]),
  ].join("; ");
}

function toCustomer({ groupId, sessionToken: token }: ConnectedGroup): Customer {
  return { groupId, token };
}

async function makePeople(rows: Rows) {
  const make = async (role: StaffRole, signedInMinutesAgo = 0, isRemoved = false): Promise<StaffPerson> => {
    const staffId = await rows.makeStaff(role, { isRemoved });
    return { staffId, token: randomUUID(), role, signedInMinutesAgo };
  };
  return {
    own: toCustomer(rows.own),
    other: toCustomer(rows.other),
    viewer: await make("viewer"),
    operator: await make("operator"),
    owner: await make("owner"),
    stale: await make("owner", staleMinutes),
    removed: await make("owner", 0, true),
    leftover: await make("owner", 0, true),
  };
}

type People = Awaited<ReturnType<typeof makePeople>>;

function listActors(siteOrigin: string, people: People): Actor[] {
  const { own, other, viewer, operator, owner, stale, removed, leftover } = people;
  const browser = (
    name: string,
    { customer, staff }: { customer?: Customer; staff?: StaffPerson },
  ): Actor => ({
    name,
    customerOf: customer?.groupId ?? null,
    staff: staff ? { id: staff.staffId, role: staff.role, isFresh: staff.signedInMinutesAgo === 0 } : null,
    cookie: writeCookie(siteOrigin, { customer: customer?.token, staff: staff?.token }),
  });
  const nobody = browser("nobody", {});
  return [
    nobody,
    browser("the group's customer", { customer: own }),
    browser("another group's customer", { customer: other }),
    browser("a viewer", { staff: viewer }),
    browser("an operator", { staff: operator }),
    browser("an owner", { staff: owner }),
    browser("an owner who signed in 16 minutes ago", { staff: stale }),
    browser("the group's customer who is a viewer too", { customer: own, staff: viewer }),
    browser("another group's customer who is an owner too", { customer: other, staff: owner }),
    { ...nobody, name: "removed staff", cookie: writeCookie(siteOrigin, { staff: removed.token }) },
    {
      ...nobody,
      name: "removed staff whose session is still there",
      cookie: writeCookie(siteOrigin, { staff: leftover.token }),
      hasLeftover: true,
    },
    {
      ...nobody,
      name: "a customer and an owner, each with the other's cookie",
      cookie: writeCookie(siteOrigin, { customer: owner.token, staff: own.token }),
    },
  ];
}

/** Everybody who may come to an endpoint. */
export async function createActors(server: RealServer, rows: Rows) {
  const people = await makePeople(rows);
  const { own, other, viewer, operator, owner, stale, leftover } = people;
  const customers = [own, other];
  const staff = [viewer, operator, owner, stale, leftover];
  const hashes = [...customers, ...staff].map(({ token }) => hashSessionToken(token));
  for (const { staffId } of [...staff, people.removed]) await rows.putLook(staffId, rows.own.groupId);
  const connectionIds = [rows.own.connectionId, rows.other.connectionId];
  return {
    actors: listActors(server.url, people),
    /** Signs everybody in again, and connects both groups: as if no call before had ended anything. */
    async renew(): Promise<void> {
      for (const table of ["sessions", "staff_sessions", "ended_sessions"]) {
        await server.select(z.unknown(), `delete from ${table} where token_hash = any($1)`, [hashes]);
      }
      await server.select(z.unknown(), "update connections set state = 'active' where id = any($1)", [
        connectionIds,
      ]);
      for (const { groupId, token } of customers) await rows.putCustomerSession(groupId, token);
      for (const { staffId, token, signedInMinutesAgo } of staff) {
        await rows.putStaffSession(staffId, token, signedInMinutesAgo);
      }
    },
  };
}
