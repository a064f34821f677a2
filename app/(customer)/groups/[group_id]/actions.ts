"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { formAction } from "@/lib/action";
import { mintOwnSandboxToken } from "@/lib/connections";

const mintForm = z.object({ group_id: z.string().max(200), act_id: z.uuid() });

export const mintSandboxTokenAction = formAction(
  mintForm,
  async (context, { group_id: groupId, act_id: actId }) => {
    try {
      const { message } = await mintOwnSandboxToken(context, { groupId, actId });
      return { message };
    } finally {
      // A form acts once: after a failure, too, the next attempt needs the id that the page is made with anew.
      refresh();
    }
  },
);
