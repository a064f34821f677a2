"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import type { Context } from "@/lib/context";
import {
  changeRole,
  endOwnSessions,
  endSessionsOf,
  inviteStaff,
  removeStaff,
  withdrawInvitation,
} from "@/lib/staff";

const role = z.enum(["viewer", "operator", "owner"]);
const signInPath = "/admin/sign-in";

function isSelf({ actor }: Context, staffId: string): boolean {
  return actor?.kind === "staff" && actor.staffId === staffId;
}

function endedWords(count: number): string {
  return count === 1 ? "Ended 1 session." : `Ended ${count} sessions.`;
}

export const inviteAction = staffAction(z.object({ email: z.string(), role }), async (context, input) => {
  await inviteStaff(context, input);
  refresh();
  return {
    message: `${input.email.trim()} may now sign in as ${input.role}. No message was sent: tell them this address.`,
    copyable: `${context.env.AUTH_URL}${signInPath}`,
  };
});

export const withdrawAction = staffAction(z.object({ id: z.uuid() }), async (context, { id }) => {
  const isWithdrawn = await withdrawInvitation(context, { id });
  refresh();
  return {
    message: isWithdrawn
      ? "The invitation was withdrawn: its address lets nobody in any more."
      : "That invitation was no longer open. Nothing was changed.",
  };
});

export const changeRoleAction = staffAction(
  z.object({ staff_id: z.uuid(), role }),
  async (context, { staff_id: staffId, role: next }) => {
    const isChanged = await changeRole(context, { staffId, role: next });
    refresh();
    return {
      message: isChanged
        ? `The role is now ${next}, from their next request on.`
        : `The role was ${next} already. Nothing was changed.`,
    };
  },
);

export const endSessionsAction = staffAction(
  z.object({ staff_id: z.uuid() }),
  async (context, { staff_id: staffId }) => {
    const ended = await endSessionsOf(context, { staffId });
    if (ended > 0 && isSelf(context, staffId)) return { redirectTo: `${signInPath}?signed_out=1` };
    refresh();
    return { message: ended === 0 ? "They had no session. Nothing was changed." : endedWords(ended) };
  },
);

export const removeAction = staffAction(
  z.object({ staff_id: z.uuid() }),
  async (context, { staff_id: staffId }) => {
    await removeStaff(context, { staffId });
    if (isSelf(context, staffId)) return { redirectTo: signInPath };
    refresh();
    return { message: "Removed. Their sessions have ended." };
  },
);

/** `others`: all but the one that the form was sent with. */
export const endOwnSessionsAction = staffAction(
  z.object({ session_id: z.union([z.uuid(), z.literal("others")]) }),
  async (context, { session_id: which }) => {
    const ended = await endOwnSessions(context, { sessionId: which === "others" ? null : which });
    if (context.actor?.kind === "staff" && context.actor.sessionId === which) {
      return { redirectTo: `${signInPath}?signed_out=1` };
    }
    refresh();
    return {
      message: ended === 0 ? "There was no such session any more. Nothing was changed." : endedWords(ended),
    };
  },
);
