"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import { beginGroupView } from "@/lib/connections";

const viewForm = z.object({ id: z.uuid(), group_id: z.string().max(200), reason: z.string().max(1000) });

export const beginGroupViewAction = staffAction(
  viewForm,
  async (context, { id, group_id: groupId, reason }) => {
    await beginGroupView(context, { id, groupId, reason });
    refresh();
    return { message: "Noted." };
  },
);
