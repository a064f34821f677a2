import "server-only";
import { claimJob, releaseJob } from "@/db/queries/jobs";
import { measureInbox } from "@/db/queries/webhook-queue";
import { sendAlerts } from "../alerts";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { instruments } from "../telemetry";
import { processEvents, type Processed } from "../webhooks";

const batch = 100;

/** As it is found, before it is worked off. Not to know is no reason to leave the work. */
async function measure({ db, log, now }: Context): Promise<void> {
  try {
    const { oldestDueAgeSeconds, dead } = await measureInbox(db, now());
    instruments().queueAge.record(oldestDueAgeSeconds);
    instruments().deadHeld.record(dead);
  } catch (error) {
    log.warn({ err: error }, "the inbox could not be measured");
  }
}

/**
 * Works off what the inbox holds, and sends what is to be told. Two at once share the work.
 * @throws AppError `not_found` for anybody but the system
 */
export async function runProcess(context: Context, { deadline }: { deadline: Date }): Promise<Processed> {
  requireSystemPermission(context, "event.process");
  // Not a lock, only a note of when it last ran.
  const job = await claimJob(context.db, "process", { now: context.now(), until: deadline });
  await measure(context);
  const processed = await processEvents(context, { limit: batch, deadline });
  const alerts = processed.alerts + (await sendAlerts(context));
  await context.upstream.flush();
  if (job !== null) await releaseJob(context.db, job, context.now());
  return { ...processed, alerts };
}
