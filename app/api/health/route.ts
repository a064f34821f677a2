import { readHealth } from "@/lib/health";
import { route } from "@/lib/route";

/** No secrets: variables are named, their values never. */
export const GET = route(async () => {
  const health = await readHealth();
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
