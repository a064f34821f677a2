"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { endOtherSessions } from "@/lib/auth/end-other-sessions";
import { disconnect } from "@/lib/connections";

const groupForm = z.object({ group_id: z.string() });

export const endOtherSessionsAction = formAction(groupForm, async (context, { group_id: groupId }) => {
  const ended = await endOtherSessions(context, { groupId });
  refresh();
  if (ended === 0) return { message: "There were no other sessions." };
  return { message: ended === 1 ? "Ended 1 other session." : `Ended ${ended} other sessions.` };
});

export const disconnectAction = formAction(groupForm, async (context, { group_id: groupId }) => {
  await disconnect(context, { groupId });
  return { redirectTo: "/" };
});
