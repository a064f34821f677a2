"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import { createConnectLink, endConnectLink } from "@/lib/connections";

const newLink = z.object({
  id: z.uuid(),
  group_id: z
    .string()
    .max(200)
    .transform((id) => (id === "" ? null : id)),
  note: z.string().max(1000),
  scope: z.enum(["read_only", "read_write"]),
  days: z.enum(["1", "7", "30"]),
});

const daysOf = { "1": 1, "7": 7, "30": 30 } as const;

export const createConnectLinkAction = staffAction(
  newLink,
  async (context, { id, group_id: groupId, note, scope, days }) => {
    const url = await createConnectLink(context, { id, groupId, note, scope, days: daysOf[days] });
    refresh();
    return { message: "The link is made. Send it to the customer:", copyable: url };
  },
);

export const revokeConnectLinkAction = staffAction(z.object({ id: z.uuid() }), async (context, { id }) => {
  const wasOpen = await endConnectLink(context, { id });
  refresh();
  return { message: wasOpen ? "Withdrawn." : "It was no longer open; nothing was changed." };
});
