"use server";

import { refresh } from "next/cache";
import { after } from "next/server";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import type { Context } from "@/lib/context";
import { isStorable } from "@/lib/storable-text";
import { drainSoon, joinDrain, replayEvents } from "@/lib/webhooks";

/** `live/event_…` */
const eventKey = z
  .string()
  .max(210)
  .regex(/^(live|sandbox)\/./su)
  .refine(isStorable)
  .transform((text) => {
    const environment = text.startsWith("live/") ? "live" : "sandbox";
    return { environment, eventId: text.slice(environment.length + 1) } as const;
  });

const chosen = z.object({
  event: z
    .union([eventKey.transform((key) => [key]), z.array(eventKey)])
    .optional()
    .transform((keys) => keys ?? []),
});

/** What a field of date and time says, read as UTC: a server knows no other zone of the person's. */
const failedSince = z.object({
  since: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/)
    .transform((text) => new Date(`${text}Z`))
    .refine((at) => at.getTime() >= 0),
});

/** They would wait for the cron; who has just asked for them is waiting too. */
function processSoon(context: Context): void {
  const machine: Context = { ...context, actor: { kind: "system" } };
  if (!joinDrain(machine)) after(() => drainSoon(machine));
}

function describe(revived: number, none: string): { message: string } {
  if (revived === 0) return { message: none };
  return {
    message:
      revived === 1 ? "1 event waits to be processed anew." : `${revived} events wait to be processed anew.`,
  };
}

export const replayChosenAction = staffAction(chosen, async (context, { event: keys }) => {
  const revived = await replayEvents(context, { keys });
  if (revived > 0) processSoon(context);
  refresh();
  return describe(revived, "Nothing was changed: what was chosen is waiting to be processed already.");
});

export const replayFailedAction = staffAction(failedSince, async (context, { since: deadSince }) => {
  const revived = await replayEvents(context, { deadSince });
  if (revived > 0) processSoon(context);
  refresh();
  return describe(revived, "Nothing was changed: no event that has come since then has failed.");
});
