import "server-only";
import type { Context } from "../context";
import { isSameText } from "../crypto";
import { AppError } from "../errors";
import { machineContext } from "./machine-context";
import { readRequestId } from "./request-id";
import { route } from "../route";
import { services } from "../services";
import { instruments } from "../telemetry";

/** Seconds. vercel.json gives every function as many. */
export const cronMaxDuration = 60;
const share = 0.8;

/** @throws AppError `not_signed_in` for all but `Authorization: Bearer CRON_SECRET` */
function requireCronSecret(request: Request): void {
  const secret = services().env.CRON_SECRET;
  const given = request.headers.get("authorization") ?? "";
  // Attack: `Bearer undefined` where the secret is not set; a secret guessed byte by byte by the clock.
  const isCaller = secret !== undefined && isSameText(given, `Bearer ${secret}`);
  if (!isCaller) {
    throw new AppError("not_signed_in", "This address is for the cron alone. Nothing was done.");
  }
}

async function timed<T>(cron: string, run: () => Promise<T>): Promise<T> {
  const startedAtMs = performance.now();
  let outcome = "failed";
  try {
    const result = await run();
    outcome = "ran";
    return result;
  } finally {
    const seconds = (performance.now() - startedAtMs) / 1000;
    instruments().cronDuration.record(seconds, { cron, outcome });
  }
}

/** A route that a cron calls: it stops in time, and what is left goes on with the next call. */
export function cronRoute(
  run: (context: Context, limits: { deadline: Date }) => Promise<object>,
): (request: Request) => Promise<Response> {
  return route(async (request: Request) => {
    requireCronSecret(request);
    const context = machineContext(request, await readRequestId());
    const deadline = new Date(context.now().getTime() + cronMaxDuration * share * 1000);
    const cron = new URL(request.url).pathname;
    const result = await timed(cron, () => run(context, { deadline }));
    context.log.info({ cron, ...result }, "a cron ran");
    return Response.json(result, { headers: { "cache-control": "no-store" } });
  });
}
