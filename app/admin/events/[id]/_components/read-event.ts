import { isOffered } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { AppError, notFound } from "@/lib/errors";
import { getEvent, type ReceivedEvent } from "@/lib/webhooks";

type Environment = ReceivedEvent["environment"];

async function findEvent(
  context: Context,
  key: Parameters<typeof getEvent>[1],
): Promise<ReceivedEvent | null> {
  try {
    return await getEvent(context, key);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/**
 * The event of an id; without an environment that of whichever has it, live first. `other` is the environment
 * that has one of the same id.
 */
export async function readEvent(context: Context, eventId: string, environment: Environment | undefined) {
  const [live, sandbox] = await Promise.all([
    findEvent(context, { environment: "live", eventId }),
    findEvent(context, { environment: "sandbox", eventId }),
  ]);
  const found = { live, sandbox };
  const event = environment === undefined ? (live ?? sandbox) : found[environment];
  if (event === null) throw notFound();
  const other: Environment = event.environment === "live" ? "sandbox" : "live";
  return {
    event,
    other: found[other] === null ? null : other,
    now: context.now(),
    mayReplay: isOffered(context, "event.replay"),
  };
}
