"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import { actOnConnections, bulkActs, syncConnections } from "@/lib/connections";
import { chosenConnection } from "./_components/seen-tokens";

const chosen = z.object({
  act: z.enum(bulkActs),
  form_id: z.uuid(),
  typed: z.string().max(10).default(""),
  connection: z
    .union([chosenConnection.transform((one) => [one]), z.array(chosenConnection)])
    .optional()
    .transform((several) => several ?? []),
});

export const actOnChosenAction = staffAction(chosen, async (context, input) => {
  const { act, connection: connections, form_id: formId, typed } = input;
  const details = await actOnConnections(context, { act, connections, formId, typed });
  const done = details.filter(({ isDone }) => isDone).length;
  refresh();
  const share = done === details.length ? `all ${done}` : `${done} of ${details.length}`;
  return {
    message: act === "test" ? `Increase accepts the tokens of ${share}.` : `Done: ${share}.`,
    details,
  };
});

/** With JavaScript the next part follows by itself, so a part is short enough to show how far it is. */
const partMs = { short: 2_000, long: 40_000 } as const;

const part = z.object({ part: z.enum(["short", "long"]).default("short") });

export const syncAction = staffAction(part, async (context, { part: length }) => {
  const deadline = new Date(context.now().getTime() + partMs[length]);
  const { isDone, seen, expected } = await syncConnections(context, { deadline });
  refresh();
  return {
    message: isDone ? "Synced." : "Not at the end of Increase’s list yet.",
    progress: { isDone, done: seen, total: expected },
  };
});
