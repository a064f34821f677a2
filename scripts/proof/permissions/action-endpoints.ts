import { randomUUID } from "node:crypto";
import type { Permission } from "@/lib/auth/permissions";
import type { Actor } from "./actors";
import type { Fields } from "./requests";
import type { Rows } from "./rows";

export type ActionCall = {
  /**
   * A permission's name: what is answered follows from `lib/auth/permissions.ts`. `anybody`: the same to everyone.
   * `own session`: the same too, but it ends the session that it is called with, of its own side alone.
   */
  for: Permission | "anybody" | "own session";
  /** Filled in so that it would be acted on: made anew for each call. */
  form: (rows: Rows, asker: Actor) => Fields | Promise<Fields>;
  /** What an allowed call is answered; `done` where nothing is said. */
  answer?: (rows: Rows) => string;
  /** It leads to another site: `answer` is how its address begins. */
  isElsewhere?: true;
  /** An allowed call that finds nothing of the asker's to act on. */
  isEmpty?: true;
  /** It takes the form alone, without a state before it. */
  isPlain?: true;
};

const sendsAway = (rows: Rows) => `→ ${rows.simulatorUrl}/oauth/authorization?`;

async function chooseScratch({ makeConnection }: Rows, act: string): Promise<Fields> {
  return { act, form_id: randomUUID(), typed: "1", connection: `${(await makeConnection()).id}/1/1` };
}

const chooseOwn = async ({ own, sandboxGeneration }: Rows, act: string): Promise<Fields> => ({
  act,
  form_id: randomUUID(),
  connection: `${own.connectionId}/1/${await sandboxGeneration(own.connectionId)}`,
});

/** A session of the person who asks; of somebody else where they are not staff. */
async function makeSession(rows: Rows, staff: Actor["staff"]): Promise<Fields> {
  const staffId = staff?.id ?? (await rows.makeStaff("viewer"));
  return { session_id: await rows.putStaffSession(staffId) };
}

const ofCustomers: Record<string, ActionCall[]> = {
  "app/(public)/actions.ts#signInWithIncrease": [
    {
      for: "anybody",
      isPlain: true,
      form: () => ({ callbackUrl: "/" }),
      answer: sendsAway,
      isElsewhere: true,
    },
  ],
  "app/(public)/actions.ts#signOut": [
    { for: "own session", isPlain: true, form: () => ({}), answer: () => "→ /?signed_out=1" },
  ],
  "app/connect/[link_id]/actions.ts#connectByLink": [
    {
      for: "anybody",
      isPlain: true,
      form: async (rows) => ({ link_id: await rows.makeLink() }),
      answer: sendsAway,
      isElsewhere: true,
    },
  ],
  "app/(customer)/groups/[group_id]/actions.ts#mintSandboxTokenAction": [
    {
      for: "sandbox_token.mint",
      form: async ({ own, dropSandboxToken }) => ({
        group_id: await dropSandboxToken(own),
        act_id: randomUUID(),
      }),
    },
  ],
  "app/(customer)/groups/[group_id]/connection/actions.ts#endOtherSessionsAction": [
    {
      for: "session.end",
      form: async ({ own, putCustomerSession }) => {
        await putCustomerSession(own.groupId);
        return { group_id: own.groupId };
      },
    },
  ],
  "app/(customer)/groups/[group_id]/accounts/[account_id]/actions.ts#revealAccountNumberAction": [
    {
      for: "account_number.reveal",
      form: ({ own, accountNumberIdOf }) => ({
        group_id: own.groupId,
        environment: "live",
        account_number_id: accountNumberIdOf(own.groupId),
      }),
    },
  ],
  "app/dev/ui/actions.ts#answerSample": [{ for: "anybody", form: () => ({ outcome: "done" }) }],
};

const ofStaff: Record<string, ActionCall[]> = {
  "app/admin/sign-in/actions.ts#signInStaff": [
    {
      for: "anybody",
      isPlain: true,
      form: () => ({ callbackUrl: "/admin" }),
      answer: ({ simulatorUrl }) => `→ ${simulatorUrl}/staff/auth?`,
      isElsewhere: true,
    },
  ],
  "app/admin/sign-in/actions.ts#signOutStaff": [
    {
      for: "own session",
      isPlain: true,
      form: () => ({}),
      answer: () => "→ /admin/sign-in?signed_out=1",
    },
  ],
  "app/admin/connections/actions.ts#syncAction": [
    { for: "connection.sync", form: () => ({ part: "short" }) },
  ],
  "app/admin/connections/actions.ts#actOnChosenAction": [
    { for: "connection.test", form: (rows) => chooseOwn(rows, "test") },
    { for: "sandbox_token.mint", form: (rows) => chooseOwn(rows, "mint_sandbox_token") },
    { for: "sandbox_token.destroy", form: (rows) => chooseScratch(rows, "destroy_sandbox_token") },
    { for: "connection.disconnect", form: (rows) => chooseScratch(rows, "disconnect") },
  ],
  "app/admin/connections/[id]/actions.ts#testConnectionAction": [
    {
      for: "connection.test",
      form: ({ own }) => ({ connection_id: own.connectionId, act_id: randomUUID() }),
    },
  ],
  "app/admin/connections/[id]/actions.ts#mintSandboxTokenAction": [
    {
      for: "sandbox_token.mint",
      form: async ({ own, sandboxGeneration }) => ({
        connection_id: own.connectionId,
        act_id: randomUUID(),
        replacing: await sandboxGeneration(own.connectionId),
      }),
    },
  ],
  "app/admin/connections/[id]/actions.ts#destroySandboxTokenAction": [
    {
      for: "sandbox_token.destroy",
      form: async ({ makeConnection }) => ({ connection_id: (await makeConnection()).id, seen: "1" }),
    },
  ],
  "app/admin/connections/[id]/actions.ts#disconnectConnectionAction": [
    {
      for: "connection.disconnect",
      form: async ({ makeConnection }) => {
        const { id, groupId } = await makeConnection();
        return { connection_id: id, seen: "1", typed: groupId, reason: "Asked by the customer" };
      },
    },
  ],
  "app/admin/connect-links/actions.ts#createConnectLinkAction": [
    {
      for: "connect_link.create",
      form: () => ({ id: randomUUID(), group_id: "", note: "For a test", scope: "read_only", days: "7" }),
    },
  ],
  "app/admin/connect-links/actions.ts#revokeConnectLinkAction": [
    { for: "connect_link.revoke", form: async ({ makeLink }) => ({ id: await makeLink() }) },
  ],
  "app/admin/groups/[group_id]/actions.ts#beginGroupViewAction": [
    {
      for: "group.view",
      form: ({ own }) => ({ id: randomUUID(), group_id: own.groupId, reason: "The customer asked for help" }),
    },
  ],
  "app/admin/events/actions.ts#replayChosenAction": [
    { for: "event.replay", form: async ({ makeDeadEvent }) => ({ event: `live/${await makeDeadEvent()}` }) },
  ],
  "app/admin/events/actions.ts#replayFailedAction": [
    {
      for: "event.replay",
      form: async ({ makeDeadEvent }) => {
        await makeDeadEvent();
        return { since: "2020-01-01T00:00" };
      },
    },
  ],
  "app/admin/staff/actions.ts#inviteAction": [
    { for: "staff.invite", form: () => ({ email: `${randomUUID()}@ledgerline.example`, role: "viewer" }) },
  ],
  "app/admin/staff/actions.ts#withdrawAction": [
    { for: "staff.invite", form: async ({ makeInvitation }) => ({ id: await makeInvitation() }) },
  ],
  "app/admin/staff/actions.ts#changeRoleAction": [
    {
      for: "staff.change",
      form: async ({ makeStaff }) => ({ staff_id: await makeStaff("viewer"), role: "operator" }),
    },
  ],
  "app/admin/staff/actions.ts#removeAction": [
    { for: "staff.change", form: async ({ makeStaff }) => ({ staff_id: await makeStaff("viewer") }) },
  ],
  "app/admin/staff/actions.ts#endSessionsAction": [
    {
      for: "staff_session.end_of_others",
      form: async ({ makeStaff, putStaffSession }) => {
        const staffId = await makeStaff("viewer");
        await putStaffSession(staffId);
        return { staff_id: staffId };
      },
    },
  ],
  "app/admin/staff/actions.ts#endOwnSessionsAction": [
    { for: "staff_session.end", form: (rows, { staff }) => makeSession(rows, staff) },
    // Attack: another person's session, named in one's own form.
    { for: "staff_session.end", form: (rows) => makeSession(rows, null), isEmpty: true },
  ],
};

/** Every server action of the build, each with the forms that it takes. One that is not here fails the suite. */
export const actions: Record<string, ActionCall[]> = {
  ...ofCustomers,
  ...ofStaff,
  // The last one: it destroys a token that the others need.
  "app/(customer)/groups/[group_id]/connection/actions.ts#disconnectAction": [
    { for: "connection.disconnect", form: ({ own }) => ({ group_id: own.groupId }), answer: () => "→ /" },
  ],
};
