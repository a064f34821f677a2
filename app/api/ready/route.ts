import { readReadiness } from "@/lib/health";
import { route } from "@/lib/route";

/** Whether this version may be given requests. No secrets, and of the database no more than that it is behind. */
export const GET = route(async () => {
  const readiness = await readReadiness();
  return Response.json(readiness, {
    status: readiness.status === "ready" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
